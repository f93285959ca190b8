import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { operatorCommands } from './commands.js';

/** Exit codes. They are repeated here, since the lib that has all of them takes a second to load. */
const DONE = 0;
const WRONG_USAGE = 2;

/** The operators' command line. Only the used command is loaded, so that help is printed at once. */
async function program(args: readonly string[]): Promise<Command> {
  const paperboy = new Command('paperboy')
    .description('The command line of those who operate Paperboy. Every command has --help.')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError('(add --help to see what there is)')
    .addHelpText(
      'after',
      '\nCommands run against the stack of this folder, or against the addresses in the environment.' +
        '\nExit codes: 0 done; 1 failed; 2 wrong usage; 3 the stack can not be reached; 4 refused.',
    );
  const wanted = args[0] === 'help' ? args[1] : args[0];
  for (const { name, summary, load } of operatorCommands) {
    paperboy.addCommand(
      name === wanted ? await load() : new Command(name).summary(summary).description(summary),
    );
  }
  return withExitCodes(paperboy);
}

/** The version in package.json, which is at the root of a clone and of the image. */
function version(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Makes wrong usage end with 2, as scripts expect. commander ends with 1. */
function withExitCodes(command: Command): Command {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? DONE : WRONG_USAGE));
  for (const sub of command.commands) withExitCodes(sub);
  return command;
}

// The reader of the output may stop early, as `head` does. Then nothing is left to print.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(DONE);
});

const args = process.argv.slice(2);
await (await program(args)).parseAsync(args.length > 0 ? args : ['--help'], { from: 'user' });
