/** A person's name as a link to the person's page. */
export function Named({ person }: { person: { handle: string; name: string } | undefined }) {
  return person ? (
    <a href={`/people/${encodeURIComponent(person.handle)}`}>{person.name}</a>
  ) : (
    <>Somebody who has left</>
  );
}
