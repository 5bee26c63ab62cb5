#pragma once

#include "tog-history-item.h"
#include "tog-home.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogParagraphStyle:
 *
 * How a paragraph stands out.
 */
typedef enum
{
  TOG_PARAGRAPH_TITLE,
  TOG_PARAGRAPH_HEADING,
  TOG_PARAGRAPH_AUTHOR,
  TOG_PARAGRAPH_CAPTION,
  TOG_PARAGRAPH_TEXT,
} TogParagraphStyle;

/**
 * TogParagraph:
 * @style: how it stands out
 * @text: what it says, lines parted by \n
 */
typedef struct
{
  TogParagraphStyle style;
  char *text;
} TogParagraph;

/* All that is kept of one session, to be read on paper: (element-type TogParagraph). */
GPtrArray *tog_history_document_new (TogHistoryItem *item,
                                     TogHome        *home,
                                     const TogZone  *zone,
                                     TogInstant      now);

G_END_DECLS
