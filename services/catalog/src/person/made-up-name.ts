import { randomInt } from 'node:crypto';

const KINDS =
  'amber brave bright calm candid clever copper cosmic crisp eager early fair gentle golden happy hazel humble jolly keen kind lively lucid lunar mellow merry mild misty noble patient plain polar proud quick quiet rapid rosy serene silver sincere solar steady still sunny swift tidy tranquil velvet warm witty';
const BEINGS =
  'alder aspen badger beaver birch bison cedar clover comet condor coral crane cricket curlew dolphin falcon fern finch fox gannet gecko hare heron ibis juniper kestrel kiwi lark linden lynx magpie maple marten newt oriole osprey otter owl panda pebble pine plover puffin quail raven robin salmon sparrow swallow swift tern thrush walnut willow wren';

/** A public handle and name, of the same two words and number. */
export interface MadeUpName {
  handle: string;
  name: string;
}

/** A random name for a person who gave none. It is not derived from the address, so it reveals nothing of it. */
export function madeUpName(): MadeUpName {
  const words = [chosen(KINDS), chosen(BEINGS)];
  const number = String(randomInt(1_000, 10_000));
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return { handle: [...words, number].join('-'), name: [...name, number].join(' ') };
}

function chosen(words: string): string {
  const all = words.split(' ');
  return all[randomInt(all.length)] ?? '';
}
