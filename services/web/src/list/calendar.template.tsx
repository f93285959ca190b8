import { dayText, monthDays, monthText } from '../text/day.js';
import { listPath } from './list-address.js';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;

/** The calendar of the month of a day. Each day links to its list, except for future days. */
export function MonthCalendar({ day, now }: { day: string; now: Date }) {
  const month = day.slice(0, 7);
  const weeks = monthDays(month);
  const today = now.toISOString().slice(0, 10);
  return (
    <nav class="calendar" aria-label="Calendar">
      <h2 class="label">
        <a href={listPath({ list: 'month', period: month, page: 0 })}>{monthText(month)}</a>
      </h2>
      <table>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((each, at) => (
                <td key={each ?? at}>
                  {each ? <Day date={each} shown={day} today={today} now={now} /> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </nav>
  );
}

function Day({ date, shown, today, now }: { date: string; shown: string; today: string; now: Date }) {
  const number = Number(date.slice(8));
  if (date > today && date !== shown) return <span>{number}</span>;
  return (
    <a
      href={listPath({ list: 'day', period: date, page: 0 })}
      aria-label={dayText(date, now)}
      aria-current={date === shown ? 'date' : undefined}
    >
      {number}
    </a>
  );
}
