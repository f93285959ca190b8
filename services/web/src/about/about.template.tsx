import type { PageContent } from '../shell/page.js';

/** The settings that the page names. */
interface About {
  readonly PUBLICATION_NAME: string;
  readonly PUBLICATION_TIME_ZONE: string;
  readonly PUBLICATION_ROLL_OVER: string;
}

/** Explains in words how the lists are made. */
export function aboutPage(about: About): PageContent {
  const name = about.PUBLICATION_NAME;
  return {
    title: 'About',
    canonical: '/about',
    description: `How papers come to ${name}, and how its lists are ordered.`,
    body: (
      <article class="prose">
        <h1>About {name}</h1>
        <p>
          {name} is a list of new research papers, put in order by the people who read them, and sent by
          e-mail to those who <a href="/subscribe">subscribe</a>.
        </p>
        <Ranking about={about} />
        <Votes />
        <h2>For programs</h2>
        <p>
          Everything that can be read here can be read by programs: over the <a href="/api/docs">API</a>,
          which answers in the shape of Hugging Face’s daily papers, and as <a href="/feeds">feeds</a>.
        </p>
      </article>
    ),
  };
}

function Ranking({ about }: { about: About }) {
  return (
    <>
      <h2>How the lists are ordered</h2>
      <p>
        <strong>Day, week and month.</strong> A paper is on the list of the day on which it was submitted. A
        day begins at {about.PUBLICATION_ROLL_OVER} ({about.PUBLICATION_TIME_ZONE}). The papers with the most
        upvotes come first; among equals, those that a person submitted come before those that came from arXiv
        by themselves, and then the earlier submission comes first. Some time after its end a list is closed:
        its order never changes again.
      </p>
      <p>
        <strong>Trending.</strong> Each vote loses half its weight with every half-life that has passed since
        it was cast, and a comment weighs a part of a vote. The sum of the weights decides. So a paper with
        few votes of today can stand above one with many of last week. Nothing else counts: neither who votes,
        nor who wrote the paper.
      </p>
      <p>
        <strong>New.</strong> Papers as they arrive, the newest first.
      </p>
      <p>
        The page of each paper on a list answers “Why is it where it is?” with the numbers, the half-life and
        the weight of a comment among them.
      </p>
    </>
  );
}

function Votes() {
  return (
    <>
      <h2>Votes</h2>
      <p>
        A person has one vote for a paper and can take it back. A vote weighs by when it was first cast, so
        casting it again gains nothing. A vote of a new account counts at once, but only a few such votes do
        for a paper on one day. Votes of suspended people, and of accounts that were found to vote together,
        are set aside. The number beside a paper is that of the votes that count.
      </p>
      <h2>Who submits</h2>
      <p>
        Curators submit any paper, readers a few recent ones a day, each paper once. Newly announced papers of
        some categories may be put on the list by themselves.
      </p>
    </>
  );
}
