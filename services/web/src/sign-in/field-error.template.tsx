/** The error of a field, shown next to it. The field names it by this id (`aria-describedby`). */
export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  return text === undefined ? null : (
    <p id={id} class="error" role="alert">
      {text}
    </p>
  );
}
