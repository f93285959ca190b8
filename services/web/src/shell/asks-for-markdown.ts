/** Whether a request wants Markdown rather than a page: it names that type, and HTML not at all. */
export function asksForMarkdown({ accept }: { readonly accept?: string | undefined }): boolean {
  return accept?.includes('text/markdown') === true && !accept.includes('text/html');
}
