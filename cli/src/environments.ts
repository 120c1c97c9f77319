import { join } from 'node:path'

/**
 * The table of the four environments, as data. Everything that differs between them and is not said by the compose
 * files is said here; environments.test.ts holds the rendered files against it.
 */
export const environments = {
  dev: {
    layers: ['docker-compose.yml', 'docker-compose.dev.yml'],
    projectName: 'ichrisbirch-dev',
    target: 'development',
    ports: {
      API_PORT: 8000,
      APP_PORT: 5000,
      CHAT_PORT: 8505,
      POSTGRES_PORT: 5432,
      REDIS_PORT: 6379,
      HTTP_PORT: 80,
      HTTPS_PORT: 443,
      DASHBOARD_PORT: 8080,
    },
    hostNames: { api: 'api', app: 'app', chat: 'chat', dashboard: 'dashboard' },
    domain: 'docker.localhost',
    certificates: 'local',
    tlsPort: 'HTTPS_PORT',
  },
  testing: {
    layers: ['docker-compose.yml', 'docker-compose.test.yml'],
    projectName: 'ichrisbirch-test',
    target: 'testing',
    ports: {
      TEST_API_PORT: 8001,
      TEST_APP_PORT: 5001,
      TEST_CHAT_PORT: 8507,
      TEST_POSTGRES_PORT: 5434,
      TEST_REDIS_PORT: 6380,
      TEST_HTTP_PORT: 9080,
      TEST_HTTPS_PORT: 8443,
      TEST_DASHBOARD_PORT: 8082,
    },
    hostNames: { api: 'api', app: 'app', chat: 'chat', dashboard: 'dashboard' },
    domain: 'test.localhost',
    certificates: 'local',
    tlsPort: 'TEST_HTTPS_PORT',
  },
  ci: {
    layers: ['docker-compose.yml', 'docker-compose.test.yml', 'docker-compose.ci.yml'],
    projectName: 'ichrisbirch-ci',
    target: 'testing',
    ports: {
      TEST_API_PORT: 8001,
      TEST_APP_PORT: 5001,
      TEST_CHAT_PORT: 8507,
      TEST_POSTGRES_PORT: 5434,
      TEST_REDIS_PORT: 6380,
      TEST_HTTP_PORT: 9080,
      TEST_HTTPS_PORT: 8443,
    },
    hostNames: { api: 'api', app: 'app', chat: 'chat' },
    domain: 'test.localhost',
    certificates: 'local',
    tlsPort: 'TEST_HTTPS_PORT',
  },
  prod: {
    layers: ['docker-compose.yml'],
    projectName: 'ichrisbirch-prod',
    target: 'production',
    ports: {
      API_PORT: 8000,
      APP_PORT: 5000,
      CHAT_PORT: 8505,
      POSTGRES_PORT: 5432,
      REDIS_PORT: 6379,
      HTTP_PORT: 80,
      HTTPS_PORT: 443,
    },
    hostNames: { api: 'api', app: 'app', chat: 'chat' },
    domain: undefined, // ${DOMAIN}, which the owner sets
    certificates: "let's encrypt",
    tlsPort: 'HTTPS_PORT',
  },
} as const satisfies Record<string, EnvironmentRow>

export type EnvironmentRow = {
  layers: readonly string[]
  projectName: string
  target: 'development' | 'testing' | 'production'
  ports: Readonly<Record<string, number>>
  hostNames: Readonly<Record<string, string>>
  domain: string | undefined
  certificates: 'local' | "let's encrypt"
  tlsPort: string
}

export type EnvironmentName = keyof typeof environments

export const environmentNames = Object.keys(environments) as EnvironmentName[]

/** One environment of one checkout: what an engine needs to know to run it. */
export type Stack = {
  /** What the person typed, or `test-<id>` for the environment of one test run. */
  name: string
  environment: EnvironmentName
  projectName: string
  /** The checkout: services run here and the compose files' paths are relative to it. */
  root: string
  files: string[]
  /** Absolute; everything the tool remembers or keeps of this environment. */
  stateDirectory: string
  /** The variables of the compose files that publish a port, with their defaults. */
  ports: Record<string, number>
  /** Takes any free ports instead of the defaults: for test runs. */
  anyPorts: boolean
  /** Ends when the command that started it does, however that ends. */
  endsWithCommand: boolean
}

export function stackFor(environment: EnvironmentName, root: string): Stack {
  const row: EnvironmentRow = environments[environment]
  return {
    name: environment,
    environment,
    projectName: row.projectName,
    root,
    files: [...row.layers],
    stateDirectory: join(root, '.ichrisbirch', environment),
    ports: { ...row.ports },
    anyPorts: false,
    endsWithCommand: false,
  }
}

/** The environment of one `test run`: the testing layers under a name and a folder of their own. */
export function testRunStack(id: string, root: string, options: { isKept: boolean }): Stack {
  return {
    ...stackFor('testing', root),
    name: `test-${id}`,
    projectName: `ichrisbirch-test-${id}`,
    stateDirectory: join(root, '.ichrisbirch', `test-${id}`),
    anyPorts: true,
    endsWithCommand: !options.isKept,
  }
}
