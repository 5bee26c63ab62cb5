#pragma once

#include "tog-address-reader.h"
#include "tog-calendar-refresh.h"
#include "tog-connections.h"
#include "tog-guard.h"
#include "tog-reminder-scheduler.h"
#include "tog-request.h"
#include "tog-server.h"

G_BEGIN_DECLS

struct _TogServer
{
  TogServerOptions options;    /* its strings are owned */
  char *mail_domain;           /* (owned) */
  char *mail_from;             /* (owned) */
  char *public_url;            /* (owned) (nullable): once it was started */
  TogSettings settings;        /* (not owned): points into the other fields */
  TogStorage *storage;         /* (owned) */
  TogStreams *streams;         /* (owned) */
  TogGuard *guard;             /* (owned) */
  TogMailer *mailer;           /* (owned) (nullable) */
  TogReminderScheduler *reminders; /* (owned) (nullable): once it was started */
  TogCalendarRefresh *refresh; /* (owned) */
  TogNetworks *networks;       /* (owned) */
  TogAddressReader *addresses; /* (owned) */
  TogConnections *connections; /* (owned) (nullable): once it was started */
  struct MHD_Daemon *daemon;   /* (owned) (nullable): once it was started */
  int n_suspended;             /* (atomic): connections whose request is written */
  int n_unanswered;            /* (atomic): writes whose answer is not sent yet */
  int is_stopping;             /* (atomic) */
  TogInstant tidied_at;        /* used by who writes alone */
};

enum MHD_Result tog_dispatch_cb  (void                  *data,
                                  struct MHD_Connection *connection,
                                  const char            *url,
                                  const char            *method,
                                  const char            *version,
                                  const char            *upload_data,
                                  size_t                *upload_data_size,
                                  void                 **request);
void            tog_completed_cb (void                           *data,
                                  struct MHD_Connection          *connection,
                                  void                          **request,
                                  enum MHD_RequestTerminationCode how);

G_END_DECLS
