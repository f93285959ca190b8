/** Time zones to choose from, west to east, one for each common offset and rule; the API takes any zone. */
export const ZONES: readonly { readonly id: string; readonly places: string }[] = [
  { id: 'Pacific/Honolulu', places: 'Honolulu' },
  { id: 'America/Anchorage', places: 'Anchorage' },
  { id: 'America/Los_Angeles', places: 'Los Angeles, Vancouver' },
  { id: 'America/Denver', places: 'Denver, Calgary' },
  { id: 'America/Mexico_City', places: 'Mexico City' },
  { id: 'America/Chicago', places: 'Chicago, Winnipeg' },
  { id: 'America/Bogota', places: 'Bogotá, Lima' },
  { id: 'America/New_York', places: 'New York, Toronto' },
  { id: 'America/Santiago', places: 'Santiago' },
  { id: 'America/Sao_Paulo', places: 'São Paulo, Buenos Aires' },
  { id: 'UTC', places: 'UTC' },
  { id: 'Europe/London', places: 'London, Lisbon, Dublin' },
  { id: 'Africa/Lagos', places: 'Lagos, Algiers' },
  { id: 'Europe/Berlin', places: 'Berlin, Paris, Madrid, Zürich' },
  { id: 'Africa/Cairo', places: 'Cairo' },
  { id: 'Africa/Johannesburg', places: 'Johannesburg' },
  { id: 'Europe/Athens', places: 'Athens, Helsinki, Kyiv' },
  { id: 'Asia/Jerusalem', places: 'Jerusalem, Tel Aviv' },
  { id: 'Europe/Istanbul', places: 'Istanbul, Riyadh, Nairobi' },
  { id: 'Asia/Tehran', places: 'Tehran' },
  { id: 'Asia/Dubai', places: 'Dubai' },
  { id: 'Asia/Karachi', places: 'Karachi, Tashkent' },
  { id: 'Asia/Kolkata', places: 'Bengaluru, Delhi, Mumbai' },
  { id: 'Asia/Dhaka', places: 'Dhaka' },
  { id: 'Asia/Bangkok', places: 'Bangkok, Hanoi, Jakarta' },
  { id: 'Asia/Shanghai', places: 'Beijing, Hong Kong, Taipei' },
  { id: 'Asia/Singapore', places: 'Singapore, Kuala Lumpur' },
  { id: 'Asia/Tokyo', places: 'Tokyo, Seoul' },
  { id: 'Australia/Perth', places: 'Perth' },
  { id: 'Australia/Sydney', places: 'Sydney, Melbourne' },
  { id: 'Pacific/Auckland', places: 'Auckland' },
];

/** The zones to choose from, with the given zone in front when it is not one of them. */
export function zonesWith(zone: string): readonly { readonly id: string; readonly places: string }[] {
  return ZONES.some(({ id }) => id === zone)
    ? ZONES
    : [{ id: zone, places: zone.replaceAll('_', ' ') }, ...ZONES];
}
