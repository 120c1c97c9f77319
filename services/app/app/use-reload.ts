import { useCallback, useEffect, useRef } from 'react'
import { useFetchers, useNavigation, useRevalidator } from 'react-router'
import { isHouseAway } from './frame/connection.ts'

/**
 * Asks for the page's data again. Not while a form is on its way: its answer brings the data with it, and where the
 * answer leads to another page, React Router stays here once a newer load has begun. Nor while the house is away: what
 * is shown would give way to an error where the device has not kept the page.
 * @returns a function that answers false when it was left out.
 */
export function useReload(): () => boolean {
  const { revalidate } = useRevalidator()
  const isSending = [useNavigation(), ...useFetchers()].some(({ state }) => state !== 'idle')
  const sending = useRef(isSending)
  useEffect(() => {
    sending.current = isSending
  }, [isSending])
  return useCallback(() => {
    if (sending.current || isHouseAway()) return false
    void revalidate()
    return true
  }, [revalidate])
}
