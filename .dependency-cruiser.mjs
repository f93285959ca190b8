import { readFileSync } from 'node:fs';

// The layers of the house. Each rule says why; a change that needs a new exception needs a reason as good.
const roles = JSON.parse(readFileSync(new URL('deploy/local/roles.json', import.meta.url), 'utf8'));
const ROLES = Object.keys(roles)
  .filter((role) => !roles[role].endsWith('Pure.'))
  .join('|');
const IO =
  '^(node:)?(fs|fs/promises|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster)$';
const FRAMEWORKS =
  'node_modules/(@nestjs|kafkajs|bullmq|ioredis|mongoose|mongodb|fastify|@fastify|nodemailer|undici|libsql|pino|prom-client)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-service-imports-another',
      comment:
        'Services speak through Kafka and HTTP only; else they could no longer be run, scaled and failed apart.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'no-lib-imports-a-service',
      comment: 'A lib that knows a service makes all services depend on that one.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'The contracts are what everyone agrees on, so they may depend on nobody.',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: '^(libs/(messaging|platform)|services|deploy)/' },
    },
    {
      name: 'only-testing-starts-the-stack',
      comment: 'deploy/local is for trying and testing: nothing that runs in production may lean on it.',
      severity: 'error',
      from: { path: '^(libs|services)/' },
      to: { path: '^deploy/local/' },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'The code of tests starts servers and sets clocks; only specs may use it.',
      severity: 'error',
      from: {
        path: '^(libs|services|deploy)/',
        pathNot: ['^(libs|services)/[^/]+/test/', '\\.spec\\.tsx?$'],
      },
      to: { path: ['^test/', '^(libs|services)/[^/]+/test/'] },
    },
    {
      name: 'command-line-stands-on-top',
      comment:
        'npx paperboy calls the commands of the services. Were it imported from below, a service would know all others.',
      severity: 'error',
      from: { path: '^(libs|services)/|^deploy/local/' },
      to: { path: '^deploy/cli/' },
    },
    {
      name: 'local-stack-knows-no-service',
      comment: 'The supervisor starts services as programs; importing one would tie the two together.',
      severity: 'error',
      from: { path: '^deploy/local/' },
      to: { path: '^services/' },
    },
    {
      name: 'pure-files-stay-pure',
      comment:
        'A file of a service without a role in its name is logic: no framework, no I/O, so tests need neither.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: `([.]|/)(${ROLES})\\.tsx?$` },
      to: { path: [FRAMEWORKS, IO] },
    },
    {
      name: 'ledger-knows-no-sender',
      comment:
        "The mailer's ledger says what became of each mail. It stays true however mails are written, grouped and sent.",
      severity: 'error',
      from: { path: '^services/mailer/src/ledger/' },
      to: { path: '^services/mailer/src/', pathNot: '^services/mailer/src/ledger/' },
    },
    {
      name: 'only-messaging-knows-the-brokers',
      comment: 'Offsets, retries and fencing are decided in one place; elsewhere one publishes and handles.',
      severity: 'error',
      from: { pathNot: ['^libs/messaging/', '\\.spec\\.tsx?$', '^test/'] },
      to: { path: 'node_modules/(kafkajs|bullmq)/' },
    },
    {
      name: 'libs-have-one-door',
      comment:
        "A lib's files may move; its barrel is what others hold on to. The reading of LaTeX has a door of its own: threads need it, and not the 100 MB of all that a service is made of.",
      severity: 'error',
      from: { path: '^(services|deploy|test)/' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$|text/latex\\.ts$)' },
    },
    {
      name: 'no-cycles',
      comment: 'Files in a cycle can only be understood, tested and loaded together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere fails at run time only.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
