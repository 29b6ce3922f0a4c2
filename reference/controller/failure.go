package controller

import (
	"fmt"
	"net/http"

	"conformance/reference/dispatch"
)

// failure is a refusal, as the API words it: an error name with its code and status, and a sentence.
type failure struct {
	name   string
	status int
	code   int
	text   string
	// http tells what was asked of a broker and what came of it; nil when no broker is involved.
	http map[string]any
}

// brokerCode is the code of every error that comes from talking to a broker.
const brokerCode = 10001

// numbers are the status and the code that belong to the name of an error.
type numbers struct{ status, code int }

// generalErrors are those of any resource.
func generalErrors() map[string]numbers {
	return map[string]numbers{
		"InvalidAuthToken":        {401, 1000},
		"MessageParseError":       {400, 1001},
		"InvalidRelation":         {400, 1002},
		"NotFound":                {404, 10000},
		"NotAuthenticated":        {401, 10002},
		"NotAuthorized":           {403, 10003},
		"InvalidRequest":          {400, 10004},
		"BadQueryParameter":       {400, 10005},
		"AssociationNotEmpty":     {400, 10006},
		"InsufficientScope":       {403, 10007},
		"ResourceNotFound":        {404, 10010},
		"OrderByParameterInvalid": {500, 10012},
		"OrgSuspended":            {403, 10017},
		"OrganizationNotFound":    {404, 30003},
		"SpaceNotFound":           {404, 40004},
		"AppInvalid":              {400, 100001},
		"AppNameTaken":            {400, 100002},
		"AppNotFound":             {404, 100004},
	}
}

// instanceErrors are those of service instances and bindings.
func instanceErrors() map[string]numbers {
	return map[string]numbers{
		"ServiceInstanceNameEmpty":                         {400, 60001},
		"ServiceInstanceNameTaken":                         {400, 60002},
		"ServiceInstanceInvalid":                           {400, 60003},
		"ServiceInstanceNotFound":                          {404, 60004},
		"ServiceInstanceQuotaExceeded":                     {400, 60005},
		"ServiceInstanceServicePlanNotAllowed":             {400, 60007},
		"ServiceInstanceNameTooLong":                       {400, 60009},
		"ServiceInstanceOrganizationNotAuthorized":         {403, 60010},
		"ServiceInstanceSpaceQuotaExceeded":                {400, 60012},
		"ServiceInstanceServicePlanNotAllowedBySpaceQuota": {400, 60013},
		"ServiceInstanceSpaceChangeNotAllowed":             {400, 60014},
		"ServiceInstanceTagsTooLong":                       {400, 60015},
		"AsyncServiceInstanceOperationInProgress":          {409, 60016},
		"ServiceInstanceSpaceNotAuthorized":                {403, 60018},
		"ServiceInstanceRecursiveDeleteFailed":             {502, 60027},
		"ManagedServiceInstanceNotFound":                   {404, 60028},
		"ServiceInstanceWithInaccessiblePlanNotUpdateable": {403, 60029},
		"ServiceBindingInvalid":                            {400, 90001},
		"ServiceBindingAppServiceTaken":                    {400, 90003},
		"ServiceBindingNotFound":                           {404, 90004},
		"UnbindableService":                                {400, 90005},
		"ServiceFetchBindingParametersNotSupported":        {400, 90007},
		"AsyncServiceBindingOperationInProgress":           {409, 90008},
	}
}

// catalogErrors are those of brokers, offerings, plans, visibilities and keys.
func catalogErrors() map[string]numbers {
	return map[string]numbers{
		"ServicePlanInvalid":                          {400, 110001},
		"ServicePlanNotFound":                         {404, 110003},
		"ServicePlanNotUpdateable":                    {400, 110004},
		"ServiceNotFound":                             {404, 120003},
		"ServiceFetchInstanceParametersNotSupported":  {400, 120004},
		"ServicePlanVisibilityInvalid":                {400, 260001},
		"ServicePlanVisibilityAlreadyExists":          {400, 260002},
		"ServicePlanVisibilityNotFound":               {404, 260003},
		"ServiceBrokerInvalid":                        {400, 270001},
		"ServiceBrokerNameTaken":                      {400, 270002},
		"ServiceBrokerNotFound":                       {404, 270004},
		"ServiceBrokerNotRemovable":                   {400, 270010},
		"ServiceBrokerUrlInvalid":                     {400, 270011},
		"ServiceBrokerCatalogInvalid":                 {502, 270012},
		"ServiceBrokerUrlBasicAuthNotSupported":       {400, 270016},
		"ServiceBrokerRespondedAsyncWhenNotAllowed":   {502, 270017},
		"ServiceBrokerRequestMalformed":               {502, 270021},
		"UserProvidedServiceInstanceHandlerNeeded":    {400, 340002},
		"ServiceKeyNameTaken":                         {400, 360001},
		"ServiceKeyInvalid":                           {400, 360002},
		"ServiceKeyNotFound":                          {404, 360003},
		"ServiceKeyNotSupported":                      {400, 360004},
		"MaintenanceInfoNotSupported":                 {422, 390006},
		"MaintenanceInfoNotSemver":                    {422, 390007},
		"MaintenanceInfoNotUpdatableWhenChangingPlan": {422, 390008},
	}
}

// brokerErrors come from talking to a broker. They have one code for all, and 502 where they are not listed.
func brokerErrors() map[string]numbers {
	return map[string]numbers{
		"AsyncRequired":           {400, brokerCode},
		"AppRequired":             {400, brokerCode},
		"ServiceBrokerConflict":   {409, brokerCode},
		"ConcurrencyError":        {422, brokerCode},
		"MaintenanceInfoConflict": {422, brokerCode},
		"HttpRequestError":        {500, brokerCode},
		"UnknownError":            {500, brokerCode},
		"ServiceBrokerApiTimeout": {504, brokerCode},
		"HttpClientTimeout":       {504, brokerCode},
	}
}

// fail makes an error of a name, with a sentence for people.
func fail(name, format string, args ...any) *failure {
	n := numbers{http.StatusBadGateway, brokerCode}
	for _, known := range []map[string]numbers{generalErrors(), instanceErrors(), catalogErrors(), brokerErrors()} {
		if listed, found := known[name]; found {
			n = listed
		}
	}
	return &failure{name: name, status: n.status, code: n.code, text: fmt.Sprintf(format, args...)}
}

func (f *failure) body() map[string]any {
	name := "CF-" + f.name
	if f.name == "UnknownError" {
		name = f.name
	}
	body := map[string]any{"description": f.text, "error_code": name, "code": f.code}
	if f.http != nil {
		body["http"] = f.http
	}
	return body
}

func (f *failure) reply() dispatch.Reply {
	return dispatch.Reply{Status: f.status, Header: http.Header{"Content-Type": {contentType}}, Body: f.body()}
}
