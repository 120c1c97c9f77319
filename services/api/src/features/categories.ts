import { categories } from '@ichrisbirch/contract/categories'
import * as rows from '@ichrisbirch/db/categories'
import type { Database } from '@ichrisbirch/db/database'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { found, invalidField, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function categoriesRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, categories, options, {
    async listCategories({ owner, db }) {
      return { items: await rows.listCategories(db, owner.id) }
    },

    async createCategory({ owner, db, body }) {
      await rows.insertCategories(db, owner.id, [body.name])
      return found(await rows.findCategory(db, owner.id, body.name), 'category')
    },

    async renameCategory({ owner, db, params, body }) {
      const category = found(await rows.findCategory(db, owner.id, params.name), 'category')
      const taken = await rows.findCategory(db, owner.id, body.name)
      if (taken && taken.name !== category.name) {
        throw new Refusal('name_taken', `There is a category ${taken.name} already.`)
      }
      await rows.renameCategory(db, owner.id, category.name, body.name)
      return { ...category, name: body.name }
    },

    async deleteCategory({ owner, db, params }) {
      const category = found(await rows.findCategory(db, owner.id, params.name), 'category')
      if (await rows.isCategoryUsed(db, owner.id, category.name)) {
        throw new Refusal(
          'still_used',
          `Something carries the category ${category.name}: rename it, or move that first.`,
        )
      }
      await rows.deleteCategory(db, owner.id, category.name)
      return undefined
    },
  })
}

/** The person's own spelling of a category; null and absent stay what they are. */
export async function categoryNamed<Name extends string | null | undefined>(
  db: Database,
  owner: Owner,
  name: Name,
): Promise<Name | string> {
  if (name === null || name === undefined) return name
  const category = await rows.findCategory(db, owner.id, name)
  if (!category) throw invalidField('category', `is none of your categories: ${name}`)
  return category.name
}
