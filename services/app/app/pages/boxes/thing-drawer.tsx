import type { BoxItem } from '@ichrisbirch/contract/box-items'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, useNavigation } from 'react-router'
import type { Answer } from '../../answer.ts'
import { Drawer } from '../../parts/drawer.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { PhotoInput } from '../../parts/photo-input.tsx'
import { useNotices } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import classes from './boxes.module.css'
import { FlagFields } from './flags.tsx'

interface ThingDrawerProps {
  item: BoxItem
  boxes: { id: string; name: string; number: number }[]
  notesHtml: string
  closeTo: string
  answer: Answer | undefined
}

/** One thing, to be changed and put into another box. */
export function ThingDrawer({ item, boxes, notesHtml, closeTo, answer }: ThingDrawerProps) {
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  const { notify } = useNotices()
  return (
    <Drawer title={`Thing: ${item.name}`} closeTo={closeTo}>
      <Form method="post" encType="multipart/form-data" className={fields.form} key={item.updatedAt} preventScrollReset>
        <input type="hidden" name="wasIn" value={item.boxId ?? ''} />
        <NameField value={item.name} fault={faultOf(answer, 'name')} />
        <ProblemLine answer={answer} />
        {item.photoId && <img src={`/photos/${item.photoId}`} alt={item.name} className={classes.photo} />}
        <div className={fields.pair}>
          <TextInput
            type="number"
            name="quantity"
            label="How many"
            min={1}
            required
            defaultValue={item.quantity}
            error={faultOf(answer, 'quantity')}
          />
          <NativeSelect name="boxId" label="Box" defaultValue={item.boxId ?? ''}>
            <option value="">None</option>
            {boxes.map((box) => (
              <option key={box.id} value={box.id}>
                {box.number} {box.name}
              </option>
            ))}
          </NativeSelect>
        </div>
        <FlagFields of={item} />
        <NotesField notes={item.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
        <div className={fields.steps}>
          <PhotoInput name="photo" label={item.photoId ? 'Another photo' : 'Add a photo'} />
          {item.photoId && (
            <label className={classes.tickbox}>
              <input type="checkbox" name="noPhoto" />
              No photo
            </label>
          )}
        </div>
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          <button
            type="submit"
            name="intent"
            value="delete"
            className={`${fields.quietButton} ${fields.push}`}
            data-tone="danger"
            formNoValidate
            onClick={() => notify({ words: `Deleted “${item.name}”`, undo: undoOfDelete(item) })}
          >
            Delete
          </button>
        </div>
      </Form>
    </Drawer>
  )
}

const undoOfDelete = ({ id }: BoxItem) => ({ action: '/boxes/loose', fields: { intent: 'restore', ids: id } })
