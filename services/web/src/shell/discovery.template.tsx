import type { Frame, PageContent } from './page.js';

/** What tells programs about a page: its feeds, its other forms, its picture, and what it is about. */
export function Discovery({ frame, page }: { frame: Frame; page: PageContent }) {
  const { feeds = [], alternates = [], preview, about, canonical, description, title } = page;
  return (
    <>
      {feeds.map(({ title: name, path, type }) => (
        <link key={path} rel="alternate" type={type} title={name} href={path} />
      ))}
      {alternates.map(({ path, type }) => (
        <link key={path} rel="alternate" type={type} href={path} />
      ))}
      <meta property="og:site_name" content={frame.publication} />
      <meta property="og:title" content={title} />
      <meta property="og:type" content={preview ? 'article' : 'website'} />
      {canonical ? <meta property="og:url" content={`${frame.publicUrl}${canonical}`} /> : null}
      {description ? <meta property="og:description" content={description} /> : null}
      {preview ? null : <meta name="twitter:card" content="summary" />}
      {preview ? (
        <>
          <meta property="og:image" content={`${frame.publicUrl}${preview.picture.path}`} />
          <meta property="og:image:type" content="image/png" />
          <meta property="og:image:width" content={String(preview.picture.width)} />
          <meta property="og:image:height" content={String(preview.picture.height)} />
          <meta property="og:image:alt" content={preview.picture.says} />
          <meta name="twitter:card" content="summary_large_image" />
        </>
      ) : null}
      {/* JSON as text would be escaped as HTML, which a script is not read as. It is data, which no browser runs. */}
      {about ? (
        <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptSafe(about) }} />
      ) : null}
    </>
  );
}

/** JSON that ends no script element and opens no comment in HTML. */
function scriptSafe(value: object): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
