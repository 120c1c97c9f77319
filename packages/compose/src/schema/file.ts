import type { Node } from '../tree.ts'
import { service } from './service.ts'
import { driverOptions, NAME, pairs } from './simple.ts'
import { either, fields, list, named, openFields, scalarOf, set, type Shape, text } from './shape.ts'

const flag = scalarOf('boolean')
const external = either({ scalar: flag, mapping: fields({ name: text }) })
const externalFile = either({ scalar: flag, mapping: openFields({ name: text }) })

function orNothing(shape: Shape): Shape {
  return either({ scalar: scalarOf('null'), mapping: shape })
}

const network = orNothing(
  fields({
    name: text,
    driver: text,
    driver_opts: driverOptions,
    ipam: fields({
      driver: text,
      config: list(fields({ subnet: text, ip_range: text, gateway: text, aux_addresses: named(/^.+$/, text) })),
      options: named(/^.+$/, text),
    }),
    external,
    internal: flag,
    enable_ipv4: flag,
    enable_ipv6: flag,
    attachable: flag,
    labels: pairs,
  }),
)

const volume = orNothing(fields({ name: text, driver: text, driver_opts: driverOptions, external, labels: pairs }))

const secret = fields({
  name: text,
  environment: text,
  file: text,
  external: externalFile,
  labels: pairs,
  driver: text,
  driver_opts: named(/^.+$/, scalarOf('integer', 'string')),
  template_driver: text,
})

const config = fields({
  name: text,
  content: text,
  environment: text,
  file: text,
  external: externalFile,
  labels: pairs,
  template_driver: text,
})

const textOrList = either({ scalar: text, list: set(text) })

const file = fields({
  version: text,
  name: text,
  include: list(
    either({ scalar: text, mapping: fields({ path: textOrList, env_file: textOrList, project_directory: text }) }),
  ),
  services: named(NAME, service, 'a service name of letters, digits, ., _ and -'),
  networks: named(NAME, network),
  volumes: named(NAME, volume),
  secrets: named(NAME, secret),
  configs: named(NAME, config),
})

/**
 * Refuses a file whose fields or types are not those of the specification.
 * @param checked a tree that has been checked, of which most is still the same.
 * @throws ComposeError at the first place that does not fit.
 */
export function checkShape(root: Node, checked?: Node): void {
  file(root, [], checked)
}
