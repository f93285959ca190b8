import Color from 'color';

/** The least contrast of text and its background (source: WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;
const STEPS = 50;

/**
 * A colour for text on the given backgrounds: the colour itself when its contrast with each of them is enough, else the
 * nearest darker (on light backgrounds) or lighter one (on dark ones). All colours are `#rrggbb`.
 */
export function readableOn(colour: string, grounds: readonly string[]): string {
  const own = Color(colour);
  const end = Color(grounds[0]).isLight() ? Color('#000000') : Color('#ffffff');
  for (let step = 0; step < STEPS; step++) {
    // Rounded to hex before the check, so that the contrast is that of the returned colour.
    const mixed = Color(own.mix(end, step / STEPS).hex());
    if (grounds.every((ground) => mixed.contrast(Color(ground)) >= LEAST_CONTRAST))
      return mixed.hex().toLowerCase();
  }
  return end.hex().toLowerCase();
}
