/** What is wrong with a field, beside it; the field is described by this id. */
export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  return text === undefined ? null : (
    <p id={id} class="error" role="alert">
      {text}
    </p>
  );
}
