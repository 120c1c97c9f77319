import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { line } from './wire.ts'

/** What a new person's list of categories begins with. */
export const FIRST_CATEGORIES = ['Home', 'Work', 'Personal', 'Errands', 'Health', 'Money']

export const Category = z
  .object({ name: z.string(), openTasks: z.int().describe('open tasks that carry it') })
  .meta({ id: 'Category' })
export type Category = z.infer<typeof Category>

/** No `#`, which begins a category in quick add, and no comma, which will separate several. */
const name = line(60).refine((text) => !/[#,]/.test(text), 'must not contain # or ,')
const categoryParams = z.strictObject({ name: z.string().min(1).max(60) })

export const categories = {
  listCategories: endpoint({
    method: 'GET',
    path: '/categories/',
    summary: "The person's own categories, by name",
    status: 200,
    answer: z.object({ items: z.array(Category) }),
    tool: 'read',
  }),
  createCategory: endpoint({
    method: 'POST',
    path: '/categories/',
    summary: 'Add a category; one that exists, in any letter case, is answered as it is',
    status: 201,
    body: z.strictObject({ name }).meta({ examples: [{ name: 'Garden' }] }),
    answer: Category,
  }),
  renameCategory: endpoint({
    method: 'PATCH',
    path: '/categories/:name/',
    summary: 'Rename a category, on everything that carries it',
    status: 200,
    params: categoryParams,
    body: z.strictObject({ name }).meta({ examples: [{ name: 'Patio' }] }),
    answer: Category,
  }),
  deleteCategory: endpoint({
    method: 'DELETE',
    path: '/categories/:name/',
    summary: 'Delete a category that nothing carries; otherwise `still_used`',
    status: 204,
    params: categoryParams,
  }),
}
