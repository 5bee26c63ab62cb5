#pragma once

#include "tog-history-item.h"

G_BEGIN_DECLS

/**
 * TogHistoryGap:
 * @id: (nullable): of a session that can't be read; %NULL where not even this can be
 * @error: why it can't be read, with a JSON pointer within its item
 *
 * A session that is there, but not for this version.
 */
typedef struct
{
  char *id;
  GError *error;
} TogHistoryGap;

/**
 * TogHistoryPage:
 * @items: (element-type TogHistoryItem): of the history, the latest start first
 * @gaps: (element-type TogHistoryGap): what else the server sent, but can't be read
 * @next: (nullable): with what to ask for those that follow; %NULL at the end
 * @total: how many there are in all
 *
 * What listHistory answers.
 */
typedef struct
{
  GPtrArray *items;
  GPtrArray *gaps;
  char *next;
  guint total;
} TogHistoryPage;

/* How many items a page has at the most, and for how many it can be asked by their ids. */
#define TOG_HISTORY_MAX_ITEMS 200
#define TOG_HISTORY_MAX_IDS 50

TogHistoryPage *tog_history_page_from_text (const char *text, gsize length, GError **error);
void            tog_history_page_free      (TogHistoryPage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogHistoryPage, tog_history_page_free)

G_END_DECLS
