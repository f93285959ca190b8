import Color from 'color';

/** The least contrast of text and its ground (source: WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;
const STEPS = 50;

/**
 * A colour as text on some grounds: itself where each ground stands out from it, else the nearest darker (on light
 * grounds) or lighter one (on dark grounds) for which that holds. All colours are `#rrggbb`.
 */
export function readableOn(colour: string, grounds: readonly string[]): string {
  const own = Color(colour);
  const end = Color(grounds[0]).isLight() ? Color('#000000') : Color('#ffffff');
  for (let step = 0; step < STEPS; step++) {
    // Rounded before it is tried: the contrast is that of the colour that is written.
    const mixed = Color(own.mix(end, step / STEPS).hex());
    if (grounds.every((ground) => mixed.contrast(Color(ground)) >= LEAST_CONTRAST))
      return mixed.hex().toLowerCase();
  }
  return end.hex().toLowerCase();
}
