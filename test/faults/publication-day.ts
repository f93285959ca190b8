const HOUR_MS = 3_600_000;
const rollOverHour = (new Date().getUTCHours() + 12) % 24;

/** How long after midnight UTC the publication's day begins: half a day from now, so that none ends in the middle of a run. */
export const rollOverMs = rollOverHour * HOUR_MS;

/** The same, as the services are told it. */
export const PUBLICATION_ROLL_OVER = `${String(rollOverHour).padStart(2, '0')}:00`;

/** The publication's day that runs. */
export const today = new Date(Date.now() - rollOverMs).toISOString().slice(0, 10);
