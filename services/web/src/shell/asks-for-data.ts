/** Whether a request wants data: the script of our pages asks for JSON alone, a browser that navigates for a page. */
export function asksForData({ accept }: { accept?: string | undefined }): boolean {
  return accept === 'application/json';
}
