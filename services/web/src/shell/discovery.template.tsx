import type { Frame, PageContent } from './page.js';

/** The elements that describe a page to programs: its feeds, its other forms, its picture, and what it is about. */
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
      {/* Raw, since HTML escapes are not read within a script. It is data, which no browser runs. */}
      {about ? (
        <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptSafe(about) }} />
      ) : null}
    </>
  );
}

/** JSON in which no text can end the script element or open a comment. */
function scriptSafe(value: object): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
