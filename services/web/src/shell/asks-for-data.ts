/** Whether a request wants data. The script of our pages accepts JSON only, a browser that navigates accepts HTML. */
export function asksForData({ accept }: { accept?: string | undefined }): boolean {
  return accept === 'application/json';
}
