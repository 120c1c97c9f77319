import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runDocker } from '../engines/docker/command.ts'
import { containersOf, serviceOf } from '../engines/docker/containers.ts'
import { ownProject } from '../engines/docker/project.ts'
import { readPlan } from '../engines/local/state.ts'
import { type Check, type Finding, ok, problem, unknown, type Scene } from './check.ts'

/** Who owns what is kept: a database folder of another user does not open, a state folder of root cannot be written. */
export const checkVolumes: Check = async (scene) => [
  ...stateFolder(scene),
  ...(scene.engine.name === 'local' ? localData(scene) : await dockerData(scene)),
]

function stateFolder({ stack }: Scene): Finding[] {
  const uid = process.getuid?.()
  const status = statSync(stack.stateDirectory, { throwIfNoEntry: false })
  if (!status || uid === undefined || uid === 0) return []
  const foreign = [
    stack.stateDirectory,
    ...readdirSync(stack.stateDirectory).map((name) => join(stack.stateDirectory, name)),
  ].filter((path) => statSync(path, { throwIfNoEntry: false })?.uid !== uid)
  if (foreign.length === 0) return []
  return [problem(`another user owns ${foreign.join(', ')}`, `sudo chown -R ${uid} ${stack.stateDirectory}`)]
}

function localData({ stack }: Scene): Finding[] {
  const plan = readPlan(stack.stateDirectory)?.services.find(({ postgres }) => postgres)?.postgres
  const status = plan && statSync(plan.dataDirectory, { throwIfNoEntry: false })
  if (!plan || !status) return [ok('there is no database folder yet')]
  const wanted = plan.runAs?.uid ?? process.getuid?.() ?? status.uid
  if (status.uid !== wanted)
    return [
      problem(
        `the database folder belongs to user ${status.uid}, and PostgreSQL runs as ${wanted}`,
        `sudo chown -R ${wanted} ${plan.dataDirectory}`,
      ),
    ]
  if (status.mode & 0o027)
    return [
      problem(`others can look into the database folder, which PostgreSQL refuses`, `chmod 700 ${plan.dataDirectory}`),
    ]
  return [ok('the database folder belongs to the user that PostgreSQL runs as')]
}

/** Asked of the running container: the folders of Docker's volumes are closed to us. */
async function dockerData({ stack }: Scene): Promise<Finding[]> {
  const postgres = (await containersOf(ownProject(stack))).find((container) => serviceOf(container) === 'postgres')
  if (postgres?.State.Status !== 'running')
    return postgres ? [unknown('who owns the database volume: PostgreSQL does not run')] : []
  const words = ['exec', postgres.Id, 'sh', '-c', 'stat -c %U "$PGDATA"']
  const { code, stdout } = await runDocker(words, { timeoutMs: 5000 })
  if (code !== 0) return [unknown('who owns the database volume: its container does not answer')]
  const owner = stdout.trim()
  if (owner === 'postgres') return [ok('the database volume belongs to postgres')]
  return [
    problem(
      `the database volume belongs to ${owner}, and PostgreSQL runs as postgres`,
      `docker exec -u root ${postgres.Id.slice(0, 12)} chown -R postgres "$PGDATA"`,
    ),
  ]
}
