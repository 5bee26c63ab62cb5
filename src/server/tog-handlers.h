#pragma once

#include "tog-query.h"
#include "tog-request.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

TogReply *tog_handler_refuse_parameter (const char *name, const char *detail);
TogReply *tog_handler_read_page        (TogRequest *request, TogPage *page, char **position);
TogReply *tog_handler_read_range       (TogRequest *request, TogSlot *range);
TogReply *tog_handler_find_moving      (TogRequest       *request,
                                        TogScope         *scope,
                                        const TogTeamRow *team,
                                        gint64           *moving,
                                        GError          **error);
TogReply *tog_handler_read_json        (TogRequest *request, JsonNode **body);
TogReply *tog_handler_read_change      (TogRequest *request, JsonNode **body);
TogReply *tog_handler_answer_absent    (GError *failure, GError **error);
TogReply *tog_handler_refuse_changed   (TogReply *current, const char *detail);

TogReply *tog_handle_document     (TogRequest *request, TogDb *db, GError **error);
TogReply *tog_handle_about        (TogRequest *request, TogDb *db, GError **error);
TogReply *tog_handle_me           (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_home         (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_matches      (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_match        (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_availability (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_groups       (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_group        (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_group_availability (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_best_times   (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_sessions     (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_session      (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_invite       (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_changes      (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_events       (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_handle_history      (TogRequest *request, TogScope *scope, GError **error);

TogReply *tog_me_patch_parse      (TogRequest *request);
TogReply *tog_me_patch_write      (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
