/** The link to the next page of a list, if there is one. */
export function NextPage({ path, text }: { path: string | undefined; text: string }) {
  if (path === undefined) return null;
  return (
    <nav class="pages" aria-label="Pages">
      <span />
      <a rel="next" href={path}>
        {text} <span aria-hidden="true">→</span>
      </a>
    </nav>
  );
}
