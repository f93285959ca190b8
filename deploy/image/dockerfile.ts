import { DockerfileParser, type Instruction, type ModifiableInstruction } from 'dockerfile-ast';

/** One parsed instruction of a Dockerfile. */
export interface Step {
  /** In capitals: `COPY`, `RUN`. */
  readonly keyword: string;
  /** `--from=build` becomes `from: build`. */
  readonly flags: Readonly<Record<string, string>>;
  /** The arguments after the flags: words, or the texts of a JSON list. */
  readonly words: readonly string[];
  readonly line: number;
}

/** One stage of a Dockerfile: from its FROM to the next. */
export interface Stage {
  readonly name: string;
  readonly steps: readonly Step[];
}

function flagsOf(instruction: Instruction): Record<string, string> {
  // The package exports this class as a type only.
  if (!('getFlags' in instruction)) return {};
  const flags = (instruction as ModifiableInstruction).getFlags();
  return Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? '']));
}

function stepOf(instruction: Instruction): Step {
  const all = instruction.getArguments().map((argument) => argument.getValue());
  const text = all.join(' ');
  const list = text.indexOf('[');
  // HEALTHCHECK and CMD may hold a word before the list.
  const words =
    list === -1 ? all : [...text.slice(0, list).split(' '), ...(JSON.parse(text.slice(list)) as string[])];
  return {
    keyword: instruction.getKeyword(),
    flags: flagsOf(instruction),
    words: words.filter((word) => word !== ''),
    line: instruction.getRange().start.line + 1,
  };
}

/** Parses a Dockerfile into its stages. A stage without a name is named by its number. */
export function stagesOf(text: string): Stage[] {
  const stages: { name: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const step = stepOf(instruction);
    if (step.keyword === 'FROM') {
      const as = step.words.findIndex((word) => word.toUpperCase() === 'AS');
      stages.push({ name: (as === -1 ? undefined : step.words[as + 1]) ?? String(stages.length), steps: [] });
    }
    stages.at(-1)?.steps.push(step);
  }
  return stages;
}

/** The pairs of an ENV instruction, of the kind `NAME=value`. */
export function pairsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      return [word.slice(0, at), word.slice(at + 1).replace(/^"(.*)"$/, '$1')];
    }),
  );
}

const FOLDER = /^\*\*\/[\w-]+$/;

/** What a .dockerignore of our kind lets through: `*`, then `!name` for what is taken, then `**` + `/*.ending` or `**` + `/folder`. */
export function contextFilter(dockerignore: string): (path: string) => boolean {
  const patterns = dockerignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && line !== '*');
  const taken = patterns.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const endings = patterns.filter((line) => line.startsWith('**/*.')).map((line) => line.slice(4));
  const folders = patterns.filter((line) => FOLDER.test(line)).map((line) => line.slice(3));
  const unknown = patterns.filter(
    (line) => !line.startsWith('!') && !line.startsWith('**/*.') && !FOLDER.test(line),
  );
  if (unknown.length > 0)
    throw new Error(`.dockerignore has a pattern that this check can't follow: ${unknown[0]}`);
  return (path) =>
    taken.some((name) => path === name || path.startsWith(`${name}/`)) &&
    !endings.some((ending) => path.endsWith(ending)) &&
    !path.split('/').some((part) => folders.includes(part));
}
