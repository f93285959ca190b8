import { existsSync } from 'node:fs';

// NODE_OPTIONS=--experimental-vm-modules is set by the scripts in package.json: jest runs ES modules only with it.
const libs = ['contracts', 'messaging', 'platform'];

const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
      target: 'es2022',
    },
    module: { type: 'es6' },
  },
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['libs', 'services', 'deploy', 'test']
    .filter((folder) => existsSync(folder))
    .map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Two entries, since in a .tsx file `<T>(x) => x` is read as a tag.
  transform: { '^.+\\.ts$': swc(false), '^.+\\.tsx$': swc(true) },
  moduleNameMapper: {
    '^@paperboy/testing$': '<rootDir>/test/support/index.ts',
    [`^@paperboy/(${libs.join('|')})$`]: '<rootDir>/libs/$1/src/index.ts',
    '^@paperboy/platform/latex$': '<rootDir>/libs/platform/src/text/latex.ts',
    // The sources import './x.js', as ES modules must; here the file is still x.ts or x.tsx.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Two: the least machine that this must run on has two cores, and the stack needs some of them as well.
  maxWorkers: 2,
  // What a file of ES modules has loaded stays in its worker: after two hundred files the heap is full.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 90_000,
  // From dist, since jest loads these outside its ES module machinery; `npm test` builds first.
  ...(process.env.TEST_STACK === 'off'
    ? {}
    : {
        globalSetup: '<rootDir>/dist/test/support/global-setup.js',
        globalTeardown: '<rootDir>/dist/test/support/global-teardown.js',
      }),
};
