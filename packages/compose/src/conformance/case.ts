/** Layered compose files whose rendering is compared with the real program's. */
export interface Case {
  /** What is being tried, as a fact or a question. */
  name: string
  /** The texts of the layers, oldest first. */
  layers: string[]
  environment?: Record<string, string>
  profiles?: string[]
  /** Further files of the project folder, by relative path. */
  files?: Record<string, string>
  projectName?: string
  envFiles?: string[]
}
