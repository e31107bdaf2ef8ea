import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api } from '@/api/endpoints'
import type { CategoryReference, DepartmentReference } from '@/api/types'
import { language } from '@/i18n'

interface Named {
  code: string
  name: string
  nameEn: string
  parent?: string
}

export interface Choice {
  code: string
  label: string
  /** Names from the root down, for searching and for telling namesakes apart. */
  path: string
}

/** Categories and departments of the city, in the language of the reader. */
export const useReference = defineStore('reference', () => {
  const categories = ref<CategoryReference[]>([])
  const departments = ref<DepartmentReference[]>([])
  let loading: Promise<void> | undefined

  async function load(): Promise<void> {
    loading ??= api.reference().then((data) => {
      categories.value = data.categories
      departments.value = data.departments
    }).catch((problem: unknown) => {
      loading = undefined
      throw problem
    })
    return loading
  }

  const categoryByCode = computed(() => new Map(categories.value.map((item) => [item.code, item])))
  const departmentByCode = computed(() => new Map(departments.value.map((item) => [item.code, item])))

  const named = (item: Named) => (language.value === 'en' && item.nameEn !== '' ? item.nameEn : item.name)

  function categoryName(code?: string, fallback?: string): string {
    const item = code ? categoryByCode.value.get(code) : undefined
    return item === undefined ? (fallback ?? code ?? '') : named(item)
  }

  function departmentName(code?: string, fallback?: string): string {
    const item = code ? departmentByCode.value.get(code) : undefined
    return item === undefined ? (fallback ?? code ?? '') : named(item)
  }

  function choices<T extends Named>(items: T[], byCode: Map<string, T>): Choice[] {
    return items.map((item) => {
      const names = [named(item)]
      for (let up = item.parent ? byCode.get(item.parent) : undefined; up !== undefined && names.length < 6;
        up = up.parent ? byCode.get(up.parent) : undefined) names.unshift(named(up))
      return { code: item.code, label: named(item), path: names.join(' › ') }
    })
  }

  /** Categories a ticket may get: those without a further division. */
  const categoryChoices = computed(() => {
    const parents = new Set(categories.value.map((item) => item.parent))
    return choices(categories.value, categoryByCode.value).filter((choice) => !parents.has(choice.code))
  })
  const departmentChoices = computed(() => choices(departments.value, departmentByCode.value))

  return { load, categories, departments, departmentByCode, categoryName, departmentName, categoryChoices, departmentChoices }
})
