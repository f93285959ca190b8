import type { Page } from 'playwright-core';

/** An element that reaches beyond the screen. */
export interface Overreach {
  element: string;
  left: number;
  right: number;
}

/**
 * The elements of a page that reach beyond the screen, at the sides. A phone's browser widens its layout instead of
 * scrolling, so the screen's own width is the measure and not the window's. What lies in a box that scrolls by itself,
 * or is hidden from sight, does not count.
 */
export function overreaching(page: Page): Promise<Overreach[]> {
  return page.evaluate(() => {
    const clipped = (element: Element): boolean => {
      for (let box: Element | null = element; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.clipPath.startsWith('inset(50%') || style.visibility === 'hidden') return true;
        if (box !== element && box !== document.body && style.overflowX !== 'visible') return true;
      }
      return false;
    };
    // A clip path hides what lies to the left of this place.
    const cutBefore = (element: Element): number => {
      let place = Number.NEGATIVE_INFINITY;
      for (let box: Element | null = element; box; box = box.parentElement) {
        const cut = /^inset\(\S+ \S+ \S+ ([\d.]+)px\)$/.exec(getComputedStyle(box).clipPath)?.[1];
        if (cut !== undefined) place = Math.max(place, box.getBoundingClientRect().left + Number(cut));
      }
      return place;
    };
    return [...document.body.querySelectorAll('*')].flatMap((element) => {
      const { left: start, right, width, height } = element.getBoundingClientRect();
      const left = start < 0 ? Math.max(start, cutBefore(element)) : start;
      if (width === 0 || height === 0 || (left >= -0.5 && right <= screen.width + 0.5)) return [];
      // What is folded is laid out elsewhere than where it shows once it is opened.
      if (clipped(element) || !element.checkVisibility()) return [];
      return [{ element: element.outerHTML.slice(0, 120), left, right }];
    });
  });
}
