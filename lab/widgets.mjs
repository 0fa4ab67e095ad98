/**
 * Builds the widgets' front ends into playground/widgets/static, or runs the TypeScript tests.
 *
 *   node widgets.mjs          build; fails when a script outgrows its budget
 *   node widgets.mjs --watch  build again at each change
 *   node widgets.mjs --test   run src/**\/*.spec.ts under node's own test runner
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, context } from 'esbuild';

const here = import.meta.dirname;
const source = join(here, 'src', 'widgets');

// A script is copied into the state of each widget, and from there into saved notebooks.
const BUDGET_BYTES = 40_000;
const WIDGETS = ['redactor', 'request_builder'];

const bundle = {
  entryPoints: WIDGETS.flatMap(name => [join(source, `${name}.ts`), join(source, `${name}.css`)]),
  outdir: join(here, '..', 'playground', 'widgets', 'static'),
  bundle: true,
  charset: 'utf8',
  format: 'esm',
  legalComments: 'none',
  minify: true,
  target: ['es2022', 'chrome123', 'firefox125', 'safari17.5']
};

function specs(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.spec.ts'))
    .map(name => join(folder, name));
}

async function test() {
  const outdir = mkdtempSync(join(tmpdir(), 'playground-specs-'));
  try {
    await build({
      entryPoints: specs(join(here, 'src')),
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      sourcemap: 'inline'
    });
    const files = readdirSync(outdir, { recursive: true }).filter(name => name.endsWith('.mjs'));
    const ran = spawnSync(process.execPath, ['--test', ...files.map(name => join(outdir, name))], {
      stdio: 'inherit'
    });
    return ran.status ?? 1;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function tooBig() {
  const sized = WIDGETS.map(name => [name, statSync(join(bundle.outdir, `${name}.js`)).size]);
  const over = sized.filter(([, size]) => size > BUDGET_BYTES);
  for (const [name, size] of over) {
    console.error(`${name}.js has ${size} bytes, more than its budget of ${BUDGET_BYTES}.`);
  }
  return over.length > 0;
}

if (process.argv.includes('--test')) {
  process.exitCode = await test();
} else if (process.argv.includes('--watch')) {
  await (await context(bundle)).watch();
} else {
  await build(bundle);
  process.exitCode = tooBig() ? 1 : 0;
}
