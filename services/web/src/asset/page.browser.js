// What pages do in addition when JavaScript is on. Every form works without this script, which only saves page loads:
// a vote is cast in place, times and the zone of a subscription are the reader's own, papers that were read or are
// new are marked, and keys lead from paper to paper.
// It is served untranspiled, without these comments, so it may use only what all browsers of the last years support.

const VOTE_PATIENCE_MS = 15_000;
const MESSAGE_MS = 12_000;

// The region exists before it has a text, since screen readers announce a change of a region and not a new region.
const region = document.createElement('p');
region.className = 'said';
region.setAttribute('role', 'status');
document.body.append(region);
let silence;

function say(text) {
  clearTimeout(silence);
  region.textContent = text;
  if (text) silence = setTimeout(say, MESSAGE_MS, '');
}

// Changes the form to what src/vote/vote.template.tsx renders. Without `upvotes` the number stays as it is.
function showVote(form, { upvoted, upvotes }) {
  const button = form.querySelector('button');
  const count = form.querySelector('data');
  form.setAttribute(
    'action',
    form.getAttribute('action').replace(/(\/withdraw)?$/, upvoted ? '/withdraw' : ''),
  );
  button.setAttribute('aria-pressed', upvoted);
  button.title = upvoted ? 'Take back your upvote of this paper' : 'Upvote this paper';
  if (upvotes === undefined) return;
  count.value = upvotes;
  count.textContent = upvotes.toLocaleString('en-GB');
}

// The number changes at once. The answer then corrects it, or a failure restores it.
async function vote(form) {
  const { action } = form;
  const upvoted = form.querySelector('button').getAttribute('aria-pressed') === 'true';
  const upvotes = Number(form.querySelector('data').value);
  say('');
  showVote(form, { upvoted: !upvoted, upvotes: upvotes + (upvoted ? -1 : 1) });
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches)
    form.querySelector('.plus').animate([{ transform: 'translateY(0.9rem)', opacity: 0 }, {}], 400);
  try {
    const answer = await fetch(action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      // The vote is sent even when the reader leaves the page at once.
      keepalive: true,
      signal: AbortSignal.timeout(VOTE_PATIENCE_MS),
    });
    const body = await answer.json();
    if (answer.ok) return showVote(form, body);
    showVote(form, { upvoted, upvotes });
    // The session has ended: sending the form leads to signing in and remembers the vote.
    if (answer.status === 401) form.submit();
    else say(`Your vote was not taken. ${body.detail ?? 'Please try again.'}`);
  } catch {
    // No answer, or one that is not ours. The reader may vote again, since a vote that is cast twice is one vote.
    showVote(form, { upvoted, upvotes });
    say('Your vote did not get through. Please try again.');
  }
}

const voting = new Set();

document.addEventListener('submit', async (event) => {
  const form = event.target;
  // Only people who are signed in have `aria-pressed`. For others the form leads to signing in.
  if (!form.querySelector('.vote > button[aria-pressed]')) return;
  event.preventDefault();
  if (voting.has(form)) return;
  voting.add(form);
  await vote(form);
  voting.delete(form);
});

// The second click of a double click would undo the first.
document.addEventListener('click', (event) => {
  if (event.detail > 1 && event.target.closest('.vote')) event.preventDefault();
});

// The line above the choices says what is chosen.
function tell(choice) {
  const shown = choice.form?.querySelector(`[data-shows="${choice.name}"]`);
  if (shown) shown.textContent = choice.selectedOptions[0].text;
}

document.addEventListener('change', ({ target }) => tell(target));
// When a reader goes back, some browsers restore the choices after this script has run and send no change event.
addEventListener('pageshow', () => document.querySelectorAll('select').forEach(tell));

// Browsers still use old names of some zones, such as Asia/Calcutta for Asia/Kolkata.
function canonical(timeZone) {
  return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
}

// A zone that the reader chose stays, whether the page brings it from an earlier try or the browser restored it.
const zones = document.querySelector('select[name="timeZone"][data-unchosen]');
const own = canonical();
if (zones?.selectedOptions[0].defaultSelected && /^(UTC|\w+\/.+)$/.test(own) && own !== 'Etc/Unknown') {
  const listed = [...zones.options].find(({ value }) => canonical(value) === own);
  if (listed) listed.selected = true;
  else zones.add(new Option(own.replaceAll('_', ' '), own, false, true), 0);
  tell(zones);
}

// Only this browser knows which papers the reader opened and saw. A visit ends after half an hour without a page.
const VISIT_MS = 1_800_000;
const MOST_KEPT = 2_000;

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is off or full: nothing is marked.
  }
}

const cards = [...document.querySelectorAll('.card[data-paper]')];
const paperOf = (element) => element.dataset.paper;
const opened = kept('paperboy-read').ids ?? [];
const { seen = [], before = [], at = 0 } = kept('paperboy-seen');
const known = Date.now() - at > VISIT_MS ? seen : before;

function mark(card) {
  card.classList.toggle('read', opened.includes(paperOf(card)));
  if (known.length === 0 || known.includes(paperOf(card))) return;
  const news = document.createElement('span');
  news.className = 'news';
  news.textContent = 'New';
  card.querySelector('.facts').prepend(news);
}

cards.forEach(mark);
const shown = document.querySelector('.paper[data-paper]');
if (shown) keep('paperboy-read', { ids: [...new Set([...opened, paperOf(shown)])].slice(-MOST_KEPT) });
if (cards.length)
  keep('paperboy-seen', {
    seen: [...new Set([...seen, ...cards.map(paperOf)])].slice(-MOST_KEPT),
    before: known,
    at: Date.now(),
  });

// Pages are rendered with times in UTC.
const times = document.querySelectorAll('time[data-own]');
if (times.length) {
  const said = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
  for (const time of times) time.textContent = said.format(new Date(time.dateTime));
  for (const label of document.querySelectorAll('[data-zone]')) label.textContent = 'your time';
}

for (const button of document.querySelectorAll('.copy')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      say('The link is copied.');
    } catch {
      say(button.dataset.copy);
    }
  });
}

// While the reader types, the results and the address are updated. Without the script the form does the same.
const live = document.querySelector('form[data-live]');
let asking;

async function find() {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(live.action);
  for (const [name, value] of new FormData(live)) if (value.trim()) address.searchParams.set(name, value);
  try {
    const answer = await fetch(`${address}${address.search ? '&' : '?'}typing=true`, {
      signal: asking.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of ['#found', '.facets']) {
      const [here, there] = [document.querySelector(part), page.querySelector(part)];
      if (here && there) here.replaceWith(there);
      else if (there) document.querySelector('.sheet').append(there);
      else if (part === '.facets') here?.remove();
    }
    history.replaceState(null, '', address);
  } catch {
    // A newer search aborted this one, or web is not reachable. The next letter or the button asks again.
  }
}

let pausing;
live?.addEventListener('input', () => {
  clearTimeout(pausing);
  pausing = setTimeout(find, 200);
});

const KEYS = [
  ['j', 'next paper', () => go(1)],
  ['k', 'paper before', () => go(-1)],
  ['o', 'open it', () => current()?.querySelector('h2 a').click()],
  ['u', 'upvote it, or take that back', () => (current() ?? shown)?.querySelector('.vote button')?.click()],
  ['?', 'this list', showKeys],
];

function current() {
  return document.activeElement?.closest('.card');
}

function go(step) {
  const from = cards.indexOf(current());
  const card = cards[from < 0 ? 0 : from + step];
  card?.querySelector('h2 a').focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'start' });
}

function showKeys() {
  const dialog = document.createElement('dialog');
  dialog.className = 'keys';
  dialog.setAttribute('aria-label', 'Keys');
  const rows = KEYS.map(([key, text]) => `<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`).join('');
  dialog.innerHTML = `<h2>Keys</h2><dl>${rows}</dl><form method="dialog"><button>Close</button></form>`;
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (target.closest('input, select, textarea')) return;
  const found = KEYS.find(([name]) => name === key);
  if (!found) return;
  event.preventDefault();
  found[2]();
});
