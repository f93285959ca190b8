// The layers of the house. Each rule says why; a change that needs a new exception needs a reason as good.
const ROLES =
  'module|config|controller|consumer|worker|store|main|command|relay|client|spec|filter|guard|interceptor|middleware|' +
  'transport|publisher|strategy|service|provider|gateway|source|timer|schedule|server|plugin|host|sender';
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
      from: { path: '^(libs|services)/', pathNot: '^libs/testing/' },
      to: { path: '^deploy/local/' },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'libs/testing starts servers and reads the clock of tests; only specs may use it.',
      severity: 'error',
      from: {
        path: '^(libs|services|deploy)/',
        pathNot: ['^libs/testing/', '^services/[^/]+/test/', '\\.spec\\.tsx?$'],
      },
      to: { path: '^libs/testing/' },
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
      name: 'only-messaging-knows-the-brokers',
      comment: 'Offsets, retries and fencing are decided in one place; elsewhere one publishes and handles.',
      severity: 'error',
      from: { pathNot: ['^libs/messaging/', '\\.spec\\.tsx?$', '^test/'] },
      to: { path: 'node_modules/(kafkajs|bullmq)/' },
    },
    {
      name: 'libs-have-one-door',
      comment: "A lib's files may move; its barrel is what others hold on to.",
      severity: 'error',
      from: { path: '^(services|deploy|test)/' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)' },
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
