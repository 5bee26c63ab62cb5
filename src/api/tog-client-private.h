#pragma once

#include "tog-client.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Behind whatever libsoup has to tell: see tog_client_stop_soon (). */
#define TOG_CLIENT_PRIORITY_STOP (G_PRIORITY_DEFAULT + 1)

struct _TogClient
{
  GObject parent_instance;

  SoupSession *session; /* (owned) */
  char *origin;         /* (owned): scheme, host and port, without a slash at the end */
  char *host;           /* (owned) */
  char *token;          /* (owned) (nullable) */
  guint timeout;        /* milliseconds a whole exchange may take */
  guint first_pause;    /* milliseconds */
  guint longest_pause;  /* milliseconds */
  gint64 heard_at;      /* seconds since 1970: when what is listened to last said anything */
};

SoupMessage *tog_client_make_message    (TogClient  *self,
                                         const char *method,
                                         const char *path,
                                         GError    **error);
void         tog_client_exchange_async  (TogClient          *self,
                                         SoupMessage        *message,
                                         const char         *content_type,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GError      *tog_client_translate_error (TogClient    *self,
                                         gboolean      timed_out,
                                         const GError *error);
void         tog_client_stop_soon       (GCancellable *caller,
                                         GCancellable *stop);
TogApiError  tog_client_judge_status    (guint status);
gboolean     tog_client_check_head      (TogClient   *self,
                                         SoupMessage *message,
                                         const char  *content_type,
                                         GError     **error);
TogApiReply    *tog_client_exchange_finish (TogClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
