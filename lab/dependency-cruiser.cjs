/**
 * The front end's layers: the extension asks the server through one door, the widgets know nothing
 * of JupyterLab, and nobody imports in a circle.
 */
module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, path: '^src', pathNot: '(index|\\.spec|\\.d)\\.ts$|^src/widgets/' },
      to: {}
    },
    {
      name: 'widgets-stand-alone',
      comment: 'A widget runs wherever anywidget does, so it imports only its own kind.',
      severity: 'error',
      from: { path: '^src/(widgets|form)/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/((widgets|form|redactor)/|finding\\.ts$)' }
    },
    {
      name: 'one-drawing',
      comment:
        'The list of keys is drawn alike in the panel and in the widget, so it knows neither.',
      severity: 'error',
      from: { path: '^src/redactor/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/(redactor/|finding\\.ts$|widgets/dom\\.ts$)' }
    },
    {
      name: 'extension-without-widgets',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(widgets|form|redactor)/' },
      to: { path: '^src/(widgets|form)/' }
    },
    {
      name: 'one-door',
      comment: 'Only request.ts talks to the server.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/request\\.ts$|^src/(widgets|form)/' },
      to: { path: 'serverconnection' }
    }
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' }
  }
};
