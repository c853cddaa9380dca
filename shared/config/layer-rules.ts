/** A rule about imports. `from` and `to` are matched against paths from the project's folder, `npm:name` and `node:name`. */
export interface LayerRule {
  readonly name: string
  /** Shown with every violation. */
  readonly why: string
  readonly from: RegExp
  readonly fromNot?: RegExp
  readonly to: RegExp
  readonly toNot?: RegExp
  /** Also through other modules, as long as the imports survive to run time. */
  readonly reachable?: boolean
  /** `import type` is allowed. */
  readonly typesAllowed?: boolean
}

/** Tests and what only they use. */
const TESTS = /\.(?:test|test-suite|fixture|spec)\.tsx?$|\/testing\/|\/test-client\.ts$|^designer\/e2e\//

/** The file of shared that reads YAML. */
const YAML_READER = /^shared\/src\/schema\/import\/yaml-tree\.ts$/

/** The files of shared that read XML. */
const XML_READERS = /^shared\/src\/(?:schema\/import\/xml-tree|sheet\/scan-part)\.ts$/

/** What the folders of `runtime/src` may import of each other (design §12). The worker process is put together in `worker`, the kernel process in `kernel`. */
const RUNTIME: Readonly<Record<string, readonly string[]>> = {
  kernel: ['api', 'accounts', 'deployments', 'worker/(?:protocol|rpc)', 'security', 'observe', 'engine'],
  api: ['accounts', 'deployments', 'security', 'observe', 'engine'],
  deployments: ['accounts', 'worker/protocol', 'security', 'observe', 'engine'],
  accounts: ['security'],
  worker: ['triggers', 'executor', 'sandbox', 'security', 'observe', 'engine'],
  triggers: ['executor', 'worker/protocol', 'engine'],
  executor: ['worker/protocol', 'engine'],
  sandbox: [],
  security: [],
  observe: [],
  engine: [],
}

/** The files of `runtime/src` itself that every folder of it may import; they import nothing of ours. */
const EVERYWHERE = ['faults', 'one-at-a-time']

const runtimeRules = Object.entries(RUNTIME).map(
  ([folder, allowed]): LayerRule => ({
    name: `runtime-${folder}`,
    why: `runtime/src/${folder} imports ${allowed.length === 0 ? 'no other folder of the runtime' : `only ${allowed.join(', ')} of the runtime`}`,
    from: new RegExp(`^runtime/src/${folder}/`),
    to: /^runtime\//,
    toNot: new RegExp(`^runtime/src/(?:${[folder, ...EVERYWHERE, ...allowed].join('|')})[./]`),
  }),
)

/** A package that only some places may import. */
const onlyIn = (name: string, places: RegExp, why: string, more: Partial<LayerRule> = {}): LayerRule => ({
  name: `only-${name}`,
  why,
  from: /^/,
  fromNot: new RegExp(`${places.source}|${TESTS.source}`),
  to: new RegExp(`^npm:${name}$`),
  ...more,
})

const DEFINITIONS = /^nodes\/(?:index\.ts|[^/]+\/definition\.ts|connections\/index\.ts)$/
const SCREENS = ['map', 'administration', 'connections', 'flows', 'runs', 'simulators', 'tables'] as const

/** Every rule about imports (design §12). */
export const layerRules: readonly LayerRule[] = [
  {
    name: 'no-missing',
    why: 'an import leads to a file that exists',
    from: /^/,
    to: /^missing:/,
  },
  {
    name: 'shared-alone',
    why: 'shared imports nothing of ours',
    from: /^shared\/src\//,
    to: /^(?:nodes|runtime|designer|flows|shared\/config)\//,
  },
  {
    name: 'shared-everywhere',
    why: 'shared runs in the browser too: no built-ins of Node, and only zod and jsonata of packages',
    from: /^shared\/src\//,
    fromNot: new RegExp(`${TESTS.source}|${XML_READERS.source}|${YAML_READER.source}`),
    to: /^(?:node:|npm:)/,
    toNot: /^npm:(?:zod|jsonata)$/,
  },
  {
    name: 'shared-xml',
    why: 'saxes runs in the browser; two files of shared read XML schemas and parts of workbooks with it',
    from: XML_READERS,
    fromNot: TESTS,
    to: /^(?:node:|npm:)/,
    toNot: /^npm:saxes$/,
  },
  {
    name: 'shared-yaml',
    why: 'yaml runs in the browser; one file of shared reads OpenAPI documents with it',
    from: YAML_READER,
    fromNot: TESTS,
    to: /^(?:node:|npm:)/,
    toNot: /^npm:yaml$/,
  },
  {
    name: 'nodes-shared',
    why: 'nodes import only shared',
    from: /^nodes\//,
    fromNot: TESTS,
    to: /^(?:runtime|designer|flows|shared\/config)\//,
  },
  {
    name: 'nodes-apart',
    why: 'product code of a node does not import what only tests use',
    from: /^nodes\//,
    fromNot: TESTS,
    to: /^nodes\/testing\/|\.test\.ts$/,
  },
  {
    name: 'definition-own',
    why: 'a definition imports shared, its own folder, the connection kinds and zod',
    from: /^nodes\/[^/]+\/definition\.ts$/,
    to: /^(?:node:|npm:|nodes\/[^/]+\/run\.ts$|nodes\/runs\.ts$)/,
    toNot: /^npm:zod$/,
  },
  {
    name: 'definition-everywhere',
    why: 'a definition runs in the browser: nothing that it reaches needs Node, files, sockets or a native package',
    from: DEFINITIONS,
    to: /^(?:node:|npm:(?:better-sqlite3|pg|tedious|undici|isolated-vm|saxes|fast-xml-parser|libxml2-wasm|iconv-lite|amqplib|ioredis|mqtt|@nats-io\/[\w-]+|ssh2-sftp-client|basic-ftp|@aws-sdk\/[\w-]+)$)/,
    reachable: true,
  },
  {
    name: 'runtime-designer',
    why: 'the runtime and the designer meet only in shared/src/api',
    from: /^runtime\//,
    to: /^designer\//,
  },
  {
    name: 'designer-definitions',
    why: 'the designer imports shared, and definitions and forms of nodes; never the runtime',
    from: /^designer\/src\//,
    to: /^(?:runtime|flows|nodes|shared\/config)\//,
    toNot: /^nodes\/(?:index\.ts|[^/]+\/(?:definition\.ts|form\.tsx))$/,
  },
  {
    name: 'designer-browser',
    why: 'the designer runs in the browser: no built-ins of Node',
    from: /^designer\/src\//,
    fromNot: TESTS,
    to: /^node:/,
  },
  {
    name: 'designer-downwards',
    why: 'document, session, api, ui and i18n do not know the screens',
    from: /^designer\/src\/(?:document|session|api|ui|i18n)\//,
    to: /^designer\/src\/(?!document|session|api|ui|i18n)/,
  },
  {
    name: 'designer-top',
    why: 'only main.tsx imports app',
    from: /^designer\/src\/(?!app\/|main\.tsx)/,
    to: /^designer\/src\/app\//,
  },
  ...SCREENS.map(
    (screen): LayerRule => ({
      name: `screen-${screen}`,
      why: 'screens do not import each other; making an id from a title is the one thing they share',
      from: new RegExp(`^designer/src/${screen}/`),
      to: new RegExp(`^designer/src/(?:${SCREENS.filter((it) => it !== screen).join('|')})/`),
      toNot: /^designer\/src\/flows\/flow-id\.ts$/,
    }),
  ),
  ...runtimeRules,
  {
    name: 'runtime-everywhere',
    why: 'what every folder of the runtime may import imports nothing of ours',
    from: new RegExp(`^runtime/src/(?:${EVERYWHERE.join('|')})\\.ts$`),
    to: /^(?:shared|nodes|runtime|designer)\//,
  },
  {
    name: 'engines-apart',
    why: 'an engine implements the port and does not know another engine',
    from: /^runtime\/src\/engine\/sqlite\//,
    to: /^runtime\/src\/engine\/postgres\//,
  },
  onlyIn('monaco-editor', /^designer\/src\/script\//, 'Monaco is large and loaded late, by script/ only'),
  onlyIn('isolated-vm', /^runtime\/src\/sandbox\//, 'foreign code runs in the sandbox process only'),
  onlyIn(
    'better-sqlite3',
    /^runtime\/src\/(?:engine\/sqlite|kernel\/store)\/|^runtime\/src\/cli\/keeping\.ts$|^nodes\/(?:sql\/drivers|simulators)\/|^runtime\/(?:bench|chaos|attacks)\//,
    'files of the database are opened in few places; others are given a Database',
    { typesAllowed: true },
  ),
  onlyIn(
    'pg',
    /^runtime\/src\/engine\/postgres\/|^nodes\/sql\/drivers\/|^runtime\/(?:bench|chaos|attacks)\//,
    'PostgreSQL is spoken in few places',
  ),
]

/** Folders whose time, randomness and ids come from outside, so that replay and simulation give the same answer (design §14). */
export const PORTS_ONLY =
  /^(?:runtime\/src\/(?:executor|engine)|shared\/src)\/(?!.*(?:\.test(?:-suite)?\.ts$|\btesting\/))/
