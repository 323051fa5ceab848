/** The walls of the design: bin -> lib <- labs; pure parts know neither the CDK nor the SDK. */
const heavy = '^node_modules/(aws-cdk-lib|constructs|cdk-nag|@aws-sdk)';
const pure =
  '^lib/(template|checks|rules/kit|rules/[a-z-]+\\.ts$|stages|parameters|verdict|nearest|exam)';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'lib-knows-no-bin',
      severity: 'error',
      from: { path: '^lib' },
      to: { path: '^(bin|test)' },
    },
    {
      name: 'lib-knows-no-lab',
      comment: 'Labs are found by folder, through lib/catalog.ts.',
      severity: 'error',
      from: { path: '^lib' },
      to: { path: '^labs' },
    },
    { name: 'labs-know-no-bin', severity: 'error', from: { path: '^labs' }, to: { path: '^bin' } },
    {
      name: 'labs-stand-alone',
      severity: 'error',
      from: { path: '^labs/([^/]+)/' },
      to: { path: '^labs/', pathNot: '^labs/$1/' },
    },
    {
      name: 'labs-use-the-contract',
      comment:
        'What a lab needs is the contract and what helps to write it: never a target, a command or an output.',
      severity: 'error',
      from: { path: '^labs', pathNot: '\\.test\\.ts$' },
      to: { path: '^lib/(targets|commands|output|life|state|assembly)' },
    },
    {
      name: 'checks-load-no-cdk',
      comment: 'A lab whose assembly is cached is judged without the CDK.',
      severity: 'error',
      from: { path: '^labs/[^/]+/(lab|checks)\\.ts$|^labs/[^/]+/checks/' },
      to: { path: heavy, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-parts-stay-pure',
      severity: 'error',
      from: { path: pure, pathNot: '^lib/rules/(packs|acknowledge|report)\\.ts$' },
      to: { path: heavy },
    },
    {
      name: 'cost-imports-nobody',
      comment: 'Resources and a price table in, an amount out: no file, no CDK, no other part.',
      severity: 'error',
      from: { path: '^lib/cost' },
      to: { pathNot: '^lib/cost' },
    },
    {
      name: 'network-imports-nobody',
      comment: 'Resources in, a network and answers about it out: no file, no CDK, no other part.',
      severity: 'error',
      from: { path: '^lib/network' },
      to: { pathNot: '^lib/network' },
    },
    {
      name: 'fleet-knows-the-network-alone',
      comment:
        'Resources in, what runs out: no file, no CDK, no other part but the resolving of references, which is the same for both.',
      severity: 'error',
      from: { path: '^lib/fleet' },
      to: { pathNot: '^lib/(fleet|network)/|^lib/template/placeholder' },
    },
    {
      name: 'iam-knows-templates-alone',
      comment:
        'Policies and a request in, a decision out: no file, no CDK, no other part but the reading of templates.',
      severity: 'error',
      from: { path: '^lib/iam' },
      to: {
        path: '^(lib|node_modules)/',
        pathNot: '^lib/(iam/|template/(placeholder|places|template|values)|errors)',
      },
    },
    {
      name: 'two-engines',
      comment:
        'Held against each other by tests: they share the question, the answer and the network, and no judgement.',
      severity: 'error',
      from: { path: '^lib/network/(walk|sets)/' },
      to: { path: '^lib/network/(walk|sets)/', pathNot: '^lib/network/$1/' },
    },
    {
      name: 'output-imports-nobody',
      severity: 'error',
      from: { path: '^lib/output' },
      to: { path: '^lib', pathNot: '^lib/output' },
    },
    {
      name: 'targets-know-no-command',
      severity: 'error',
      from: { path: '^lib/targets' },
      to: { path: '^lib/(commands|life|checks|catalog)' },
    },
    {
      name: 'template-knows-no-lab',
      comment: 'Everything after the assembly also works on a template that somebody else wrote.',
      severity: 'error',
      from: { path: '^lib/(template|rules/kit|review)' },
      to: { path: '^lib/(catalog|lab|life|commands|targets)' },
    },
    {
      name: 'questions-know-no-command',
      comment:
        "What a person asks of templates, and the answer in words: for commands and for other people's tests.",
      severity: 'error',
      from: { path: '^lib/(questions|assertions)' },
      to: { path: '^lib/commands' },
    },
    {
      name: 'assertions-stay-light',
      comment:
        "Other people's tests load them: no lab, no CDK, no SDK, nothing that runs, not by detours either.",
      severity: 'error',
      from: { path: '^lib/assertions' },
      to: {
        path: `^(labs|lib/(app|assembly|catalog|life|pack|state|targets))|${heavy}`,
        reachable: true,
      },
    },
    {
      name: 'not-to-test',
      severity: 'error',
      from: { pathNot: '^test|\\.test\\.ts$' },
      to: { path: '^test' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
