import type { ComponentChildren, InputHTMLAttributes } from 'preact';

type Input = InputHTMLAttributes<HTMLInputElement>;
/** For each type of input the attributes that it may have. */
type AttributesOf<Each> = Each extends unknown ? Omit<Each, 'id' | 'name' | 'label'> : never;

/** An input with its label. All other properties are attributes of the input. */
export type FieldProps = AttributesOf<Input> & {
  /** The name of the field in the form, which is also its id. */
  readonly id: string;
  readonly label: ComponentChildren;
  /** Why the typed value was refused. */
  readonly error?: ComponentChildren;
  /** A sentence about the field, shown below it. */
  readonly fine?: ComponentChildren;
};

/** A field of a form with its label, and its error or the sentence about it as its description. */
export function Field({ id, label, error, fine, ...input }: FieldProps) {
  return (
    <>
      <label for={id}>{label}</label>
      <input id={id} name={id} {...input} {...described(id, error, fine)} />
      <FieldError id={`${id}-error`} text={error} />
      {fine === undefined ? null : (
        <p id={`${id}-fine`} class="fine">
          {fine}
        </p>
      )}
    </>
  );
}

/** The attributes of a field that name its error, or else the sentence about it. */
export function described(id: string, error: ComponentChildren, fine?: ComponentChildren) {
  if (error !== undefined) return { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` } as const;
  return fine === undefined ? {} : { 'aria-describedby': `${id}-fine` };
}

/** The error of a field, shown next to it. The field names it by this id (`aria-describedby`). */
export function FieldError({ id, text }: { id: string; text: ComponentChildren }) {
  return text === undefined ? null : (
    <p id={id} class="error" role="alert">
      {text}
    </p>
  );
}
