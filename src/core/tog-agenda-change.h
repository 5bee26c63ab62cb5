#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogAgendaChangeKind:
 * @TOG_AGENDA_ADD: add a talking point
 * @TOG_AGENDA_REMOVE: take one of one's own away
 * @TOG_AGENDA_TICK: say whether an item is done
 */
typedef enum
{
  TOG_AGENDA_ADD,
  TOG_AGENDA_REMOVE,
  TOG_AGENDA_TICK,
} TogAgendaChangeKind;

/**
 * TogAgendaChange:
 * @kind: what to do
 * @id: (nullable): of which item, %NULL to add one
 * @title: (nullable): of the one to add
 * @done: whether it is done
 *
 * What somebody does to an agenda, apart from the version of it that they saw: done
 * again to a newer one, nobody's change is undone.
 */
typedef struct
{
  TogAgendaChangeKind kind;
  char *id;
  char *title;
  gboolean done;
} TogAgendaChange;

TogAgendaChange *tog_agenda_change_new  (TogAgendaChangeKind kind,
                                         const char         *id,
                                         const char         *title,
                                         gboolean            done);
TogAgendaChange *tog_agenda_change_from_json (JsonNode *node, GError **error);
JsonNode        *tog_agenda_change_to_json (const TogAgendaChange *change);
void             tog_agenda_change_free (TogAgendaChange *change);
gboolean         tog_agenda_change_is_done (const TogAgendaChange *change,
                                            GPtrArray             *agenda,
                                            const char            *me);
GPtrArray       *tog_agenda_change_all  (GPtrArray  *agenda,
                                         GPtrArray  *changes,
                                         const char *me);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogAgendaChange, tog_agenda_change_free)

G_END_DECLS
