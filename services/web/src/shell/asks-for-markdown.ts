/** Whether a request wants Markdown rather than a page: it names that type and does not name HTML. */
export function asksForMarkdown({ accept }: { readonly accept?: string | undefined }): boolean {
  return accept?.includes('text/markdown') === true && !accept.includes('text/html');
}
