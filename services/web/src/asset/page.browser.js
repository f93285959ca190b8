// What browsers do beyond the forms of the pages. Every form works without this script, which only spares a journey:
// a vote is cast where the reader is, and the time zone of a subscription begins with the reader's own.
// It is served as it stands here, without these comments, so it may use only what all browsers of the last years know.

const VOTE_PATIENCE_MS = 15_000;
const MESSAGE_MS = 12_000;

// The region stands on the page before anything is said in it: screen readers tell of changes, not of new regions.
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

// The same as src/list/vote.template.tsx writes. Upvotes that are not known stay as they are.
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

// The number changes at once; the answer then sets it right, or it is taken back.
async function vote(form) {
  const { action } = form;
  const upvoted = form.querySelector('button').getAttribute('aria-pressed') === 'true';
  const upvotes = Number(form.querySelector('data').value);
  say('');
  showVote(form, { upvoted: !upvoted, upvotes: upvotes + (upvoted ? -1 : 1) });
  try {
    const answer = await fetch(action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      // A reader who goes on to another page at once has voted all the same.
      keepalive: true,
      signal: AbortSignal.timeout(VOTE_PATIENCE_MS),
    });
    const body = await answer.json();
    if (answer.ok) return showVote(form, body);
    showVote(form, { upvoted, upvotes });
    // The session has ended meanwhile: the form itself leads to signing in, and remembers the vote.
    if (answer.status === 401) form.submit();
    else say(`Your vote was not taken. ${body.detail ?? 'Please try again.'}`);
  } catch {
    // No answer, or one that is not ours. A vote can be cast twice without harm.
    showVote(form, { upvoted, upvotes });
    say('Your vote did not get through. Please try again.');
  }
}

const voting = new Set();

document.addEventListener('submit', async (event) => {
  const form = event.target;
  // The button is pressed or not for people who are signed in alone; for others the form leads to signing in.
  if (!form.querySelector('.vote > button[aria-pressed]')) return;
  event.preventDefault();
  if (voting.has(form)) return;
  voting.add(form);
  await vote(form);
  voting.delete(form);
});

// The second click of a double click would take back what the first did.
document.addEventListener('click', (event) => {
  if (event.detail > 1 && event.target.closest('.vote')) event.preventDefault();
});

// The line above the choices says what is chosen.
function tell(choice) {
  const shown = choice.form?.querySelector(`[data-shows="${choice.name}"]`);
  if (shown) shown.textContent = choice.selectedOptions[0].text;
}

document.addEventListener('change', ({ target }) => tell(target));
// On a way back some browsers put in what was chosen after this script has run, and say nothing of it.
addEventListener('pageshow', () => document.querySelectorAll('select').forEach(tell));

// Browsers still call Asia/Kolkata by its old name, and others likewise.
function canonical(timeZone) {
  return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
}

// A zone that the reader chose stays: one from an earlier try, and one that the browser kept over a way back.
const zones = document.querySelector('select[name="timeZone"][data-unchosen]');
const own = canonical();
if (zones?.selectedOptions[0].defaultSelected && /^(UTC|\w+\/.+)$/.test(own) && own !== 'Etc/Unknown') {
  const listed = [...zones.options].find(({ value }) => canonical(value) === own);
  if (listed) listed.selected = true;
  else zones.add(new Option(own.replaceAll('_', ' '), own, false, true), 0);
  tell(zones);
}
