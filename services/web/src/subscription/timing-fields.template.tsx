import type { Cadence } from '@paperboy/contracts';
import { CADENCE_OPTIONS, clock } from './settings-words.js';
import { zonesWith } from './zones.js';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The choice of the cadence of a digest. */
export function CadenceField({ chosen }: { chosen: Cadence }) {
  return (
    <label>
      How often
      <select name="cadence">
        {CADENCE_OPTIONS.map(([value, label]) => (
          <option key={value} value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The choice of the hour of a digest. */
export function HourField({ chosen }: { chosen: number }) {
  return (
    <label>
      Hour
      <select name="hour">
        {HOURS.map((hour) => (
          <option key={hour} value={hour} selected={hour === chosen}>
            {clock(hour)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the choice of the time zone shows. */
export interface ZoneFieldProps {
  /** A zone that is offered in any case. */
  readonly zone: string;
  readonly chosen?: string;
  /** Whether the script may choose the browser's zone, since the reader has chosen none. */
  readonly isUnchosen?: boolean;
}

/** The choice of the time zone of a digest. */
export function ZoneField({ zone, chosen = zone, isUnchosen = false }: ZoneFieldProps) {
  return (
    <label>
      Time zone
      <select name="timeZone" data-unchosen={isUnchosen ? '' : undefined}>
        {zonesWith(zone).map(({ id, places }) => (
          <option key={id} value={id} selected={id === chosen}>
            {places}
          </option>
        ))}
      </select>
    </label>
  );
}
