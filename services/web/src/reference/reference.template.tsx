import { endpoints } from '@paperboy/contracts';
import { renderToString } from 'preact-render-to-string';

/** The files that the page loads, and the path of the document. */
export interface ReferenceProps {
  readonly publication: string;
  readonly stylesheet: string;
  readonly scripts: readonly string[];
  readonly document: string;
}

/** The page of the API's reference. Without JavaScript it is a list of the endpoints; with it, Swagger UI takes its place. */
export function referencePage({ publication, stylesheet, scripts, document }: ReferenceProps): string {
  const title = `The API of ${publication}`;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={stylesheet} />
        {scripts.map((script) => (
          <script key={script} src={script} defer />
        ))}
      </head>
      <body>
        {/* The classes of Swagger UI’s own style sheet, which is the only one of this page. */}
        <header class="swagger-ui">
          <p class="wrapper">
            <a href="/">{publication}</a> · <a href={document}>the document as OpenAPI 3.1</a>
          </p>
        </header>
        <main id="reference">
          <h1>{title}</h1>
          <dl>
            {endpoints
              .filter((endpoint) => endpoint.public !== undefined)
              .map(({ method, path, summary }) => (
                <div key={`${method} ${path}`}>
                  <dt>
                    <code>
                      {method} {path}
                    </code>
                  </dt>
                  <dd>{summary}</dd>
                </div>
              ))}
          </dl>
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}
