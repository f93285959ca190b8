/** A text, and whether some of its bytes could not be read. */
export interface Decoded {
  readonly text: string;
  /** True when unreadable bytes became U+FFFD: a record that holds one may be broken. */
  readonly lossy: boolean;
}

const DECLARED = /^(?:\ufeff)?<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/**
 * The text of an answer. Valid UTF-8 is read as such, whatever the answer declares. Other bytes are read in
 * the declared encoding. If that fails too, they are read as UTF-8 with U+FFFD in place of each broken byte.
 */
export function decodeText(bytes: Uint8Array, contentType = ''): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), lossy: false };
  } catch {
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 300));
    const named =
      /charset\s*=\s*"?([A-Za-z0-9._-]{1,40})/i.exec(contentType)?.[1] ?? DECLARED.exec(head)?.[1];
    return decodeAs(bytes, named ?? 'utf-8');
  }
}

function decodeAs(bytes: Uint8Array, charset: string): Decoded {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    decoder = new TextDecoder('utf-8');
  }
  const text = decoder.decode(bytes);
  return { text, lossy: text.includes('\ufffd') };
}
