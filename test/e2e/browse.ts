/** What a reader's browser got. */
export interface BrowsedPage {
  status: number;
  html: string;
}

/** Opens a page of the site, by path or whole address, following redirects as a browser does. */
export async function page(publicUrl: string, path: string): Promise<BrowsedPage> {
  const answer = await fetch(new URL(path, publicUrl), {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, html: await answer.text() };
}

/** A form of a page: where it goes and what it holds already. */
export interface Form {
  action: string;
  fields: Record<string, string>;
}

/** Finds the form whose action begins so, with the values that its fields have when nobody types. */
export function formOf(html: string, actionStart: string): Form {
  for (const [, attributes = '', body = ''] of html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    const action = attribute(attributes, 'action');
    if (!action?.startsWith(actionStart)) continue;
    const fields: Record<string, string> = {};
    for (const [, input = ''] of body.matchAll(/<input([^>]*)>/g)) {
      const name = attribute(input, 'name');
      if (name) fields[name] = attribute(input, 'value') ?? '';
    }
    for (const [, select = '', options = ''] of body.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
      const name = attribute(select, 'name');
      const chosen = options.match(/<option([^>]*\bselected\b[^>]*)>/) ?? options.match(/<option([^>]*)>/);
      if (name) fields[name] = attribute(chosen?.[1] ?? '', 'value') ?? '';
    }
    return { action, fields };
  }
  throw new Error(`no form that goes to ${actionStart}… on this page:\n${html.slice(0, 2_000)}`);
}

/** Sends a form as a browser would, with what the person typed. */
export async function submitForm(
  publicUrl: string,
  form: Form,
  typed: Record<string, string>,
): Promise<BrowsedPage> {
  const answer = await fetch(new URL(form.action, publicUrl), {
    method: 'POST',
    headers: { accept: 'text/html', origin: new URL(publicUrl).origin },
    body: new URLSearchParams({ ...form.fields, ...typed }),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, html: await answer.text() };
}

function attribute(attributes: string, name: string): string | undefined {
  return attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1]?.replaceAll('&amp;', '&');
}
