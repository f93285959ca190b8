import { latexRuns } from '@paperboy/platform';

/** A title or an abstract with its simplest LaTeX shown as text. */
export function Latex({ source }: { source: string }) {
  return (
    <>
      {latexRuns(source).map(({ text, level }) =>
        level === 'line' ? text : level === 'sup' ? <sup>{text}</sup> : <sub>{text}</sub>,
      )}
    </>
  );
}
