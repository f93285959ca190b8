import { readFileSync } from 'node:fs';
import { SERVICES } from '@paperboy/contracts';
import { DCLinter } from 'dclint';
import { ValidationSeverity, validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { stagesOf } from './dockerfile.js';

/** A sentence for each fault of a Dockerfile, by the rules of the builder and our own ones. */
export function lintDockerfile(text: string): string[] {
  const problems = validate(text, {
    deprecatedMaintainer: ValidationSeverity.ERROR,
    emptyContinuationLine: ValidationSeverity.ERROR,
    instructionCasing: ValidationSeverity.ERROR,
    instructionCmdMultiple: ValidationSeverity.ERROR,
    instructionEntrypointMultiple: ValidationSeverity.ERROR,
    instructionHealthcheckMultiple: ValidationSeverity.ERROR,
    instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
    instructionWorkdirRelative: ValidationSeverity.ERROR,
  }).map(({ range, message }) => `Dockerfile, line ${range.start.line + 1}: ${message}`);
  const last = stagesOf(text).at(-1)?.steps ?? [];
  const user = last.findLast(({ keyword }) => keyword === 'USER')?.words[0];
  if (!user || user === 'root' || user === '0') problems.push('Dockerfile: the image would run as root.');
  for (const needed of ['HEALTHCHECK', 'ENTRYPOINT', 'CMD']) {
    if (!last.some(({ keyword }) => keyword === needed))
      problems.push(`Dockerfile: the image has no ${needed}.`);
  }
  for (const { words } of stagesOf(text).map(({ steps }) => steps[0] ?? { words: [] })) {
    if (!/:(?!latest)/.test(words[0] ?? ''))
      problems.push(`Dockerfile: ${words[0]} is not pinned to a version.`);
  }
  return problems;
}

// Switched off: keys and services are in the order of the data flow, which helps the reader.
const ORDER = ['service-keys-order', 'services-alphabetical-order', 'top-level-properties-order'];
// Switched off: this rule does not understand an interface from a variable. The default is loopback.
const UNABLE = ['no-unbound-port-interfaces'];

interface Compose {
  services: Record<
    string,
    { ports?: string[]; image?: string; depends_on?: Record<string, { condition: string }> }
  >;
}

/**
 * A sentence for each fault of a Compose file, by the schema of the Compose specification, the linter and our rules.
 */
export function lintCompose(path: string): string[] {
  const rules = Object.fromEntries([...ORDER, ...UNABLE].map((name) => [name, 0 as const]));
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
  // The package's types can't be read under nodenext.
  const results: { messages: { line: number; message: string; rule: string }[] }[] = linter.lintFiles(
    [path],
    false,
  );
  const problems = results
    .flatMap(({ messages }) => messages)
    .map(({ line, message, rule }) => `${path}, line ${line}: ${message} (${rule})`);
  const { services } = parse(readFileSync(path, 'utf8'), { merge: true }) as Compose;
  for (const name of SERVICES) {
    if (!services[name]) problems.push(`${path}: the service ${name} is missing.`);
  }
  for (const [name, { ports = [], depends_on = {} }] of Object.entries(services)) {
    if (name !== 'web' && ports.some((port) => !/^127\.0\.0\.1::\d+$/.test(port))) {
      problems.push(`${path}: ${name} has a fixed port on this machine, so it can't be scaled.`);
    }
    for (const needed of Object.keys(depends_on)) {
      if (!services[needed]) problems.push(`${path}: ${name} depends on ${needed}, which is not there.`);
    }
  }
  return problems;
}
