import { type Archive } from '@paperboy/contracts';
import { listPath } from '../list/list-address.js';
import type { PageContent } from '../shell/page.js';
import { dayText, monthDays, monthText } from '../text/day.js';
import { counted, numberText } from '../text/number.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The days of a month with the number of their papers. */
export function archivePage(archive: Archive, now: Date): PageContent {
  const { month } = archive;
  const title = month === undefined ? 'Archive' : `Archive: ${monthText(month)}`;
  return {
    title,
    canonical: month === undefined ? '/archive' : `/archive?month=${month}`,
    description: 'All days that have papers, a month at a time.',
    unlisted: archive.days.length === 0,
    body: (
      <section class="archive">
        <h1>{title}</h1>
        <Months archive={archive} />
        {month === undefined ? (
          <p>No day has papers yet.</p>
        ) : (
          <Month archive={archive} month={month} now={now} />
        )}
      </section>
    ),
  };
}

function Months({ archive: { month, previous, next, days } }: { archive: Archive }) {
  const papers = days.reduce((sum, day) => sum + day.papers, 0);
  return (
    <div class="periods">
      {previous || next ? (
        <nav class="periods" aria-label="Other months">
          {previous ? (
            <a rel="prev" href={`/archive?month=${previous}`}>
              <span aria-hidden="true">←</span> {monthText(previous)}
            </a>
          ) : null}
          {next ? (
            <a rel="next" href={`/archive?month=${next}`}>
              {monthText(next)} <span aria-hidden="true">→</span>
            </a>
          ) : null}
        </nav>
      ) : null}
      {month ? (
        <span>
          {counted(papers, 'paper')} on {counted(days.length, 'day')}:{' '}
          <a href={listPath({ list: 'month', period: month, page: 0 })}>the whole month</a>
        </span>
      ) : null}
    </div>
  );
}

function Month({ archive, month, now }: { archive: Archive; month: string; now: Date }) {
  const papers = new Map(archive.days.map((day) => [day.day, day.papers]));
  return (
    <table class="days">
      <thead>
        <tr>
          {WEEKDAYS.map((name) => (
            <th key={name} scope="col">
              <abbr title={name}>{name.slice(0, 2)}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {monthDays(month).map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((day, at) => (
              <td key={day ?? at}>{day ? <Day day={day} papers={papers.get(day)} now={now} /> : null}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, papers, now }: { day: string; papers: number | undefined; now: Date }) {
  const number = Number(day.slice(8));
  if (papers === undefined) return <span class="none">{number}</span>;
  return (
    <a
      href={listPath({ list: 'day', period: day, page: 0 })}
      aria-label={`${dayText(day, now)}: ${counted(papers, 'paper')}`}
    >
      <span>{number}</span> <strong>{numberText(papers)}</strong>
    </a>
  );
}
