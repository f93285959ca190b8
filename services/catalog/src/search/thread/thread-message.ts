/** A call of a method inside a thread. */
export interface ThreadCall {
  readonly id: number;
  readonly method: string;
  readonly given: readonly unknown[];
  /** The end of the caller's wait, in milliseconds since 1970. */
  readonly until?: number;
}

/** The error code of a call that was skipped, since its caller does not wait any more. */
export const LATE = 'LATE';

/** The answer to a call. */
export type ThreadAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly code?: string } };
