#!/usr/bin/env escript
%% SPDX-License-Identifier: BSD-3-Clause
%%
%% oracle_erlang.escript - decode and re-encode the payload of each X2 PDU.
%%
%% usage: escript oracle_erlang.escript DIR FILE
%%        DIR has the compiled modules, FILE the PDUs one after the other.
%%
%% Nothing here is shared with lib/encode: the framing is read anew, too.

-mode(compile).

main([Dir, File]) ->
	true = code:add_patha(Dir),
	{ok, Stream} = file:read_file(File),
	{Good, Bad, None} = pdus(Stream, 0, {0, 0, 0}),
	io:format("oracle_erlang: ~b payloads re-encoded octet for octet, "
		"~b not, ~b PDUs without a payload~n", [Good, Bad, None]),
	halt(if Bad =:= 0, Good > 0 -> 0; true -> 1 end).

pdus(<<>>, _, Counts) ->
	Counts;
pdus(<<0, _, _:16, Header:32, Length:32, Format:16, _/binary>> = Stream, At,
		Counts) when Header >= 40, byte_size(Stream) >= Header + Length ->
	<<_:Header/binary, Payload:Length/binary, Rest/binary>> = Stream,
	pdus(Rest, At + Header + Length,
		count(payload(Format, Payload), At, Counts));
pdus(_, At, {Good, Bad, None}) ->
	io:format("no PDU at offset ~b~n", [At]),
	{Good, Bad + 1, None}.

count(none, _, {Good, Bad, None}) ->
	{Good, Bad, None + 1};
count(same, _, {Good, Bad, None}) ->
	{Good + 1, Bad, None};
count(Why, At, {Good, Bad, None}) ->
	io:format("PDU at offset ~b: ~p~n", [At, Why]),
	{Good, Bad + 1, None}.

payload(0, <<>>) ->
	none;
payload(2, Payload) ->
	same('TS33128Subset', 'XIRIPayload', Payload, fun xiri/1);
payload(14, Payload) ->
	same('EpsHI2Subset', 'EpsIRIContent', Payload, fun eps/1);
payload(Format, _) ->
	{format_that_is_not_ours, Format}.

same(Module, Type, Payload, Sound) ->
	case Module:decode(Type, Payload) of
		{ok, Value} ->
			case {Module:encode(Type, Value), Sound(Value)} of
				{{ok, Payload}, true} -> same;
				{{ok, Payload}, false} -> not_what_was_meant;
				{{ok, _}, _} -> octets_differ;
				{{error, _}, _} -> cannot_be_encoded
			end;
		{error, Why} ->
			Why
	end.

%% What every payload of ours is, whatever it reports.
xiri({'XIRIPayload', {4, 19, 19, 3, 1}, {iMSMessage, Message}}) ->
	'IMSMessage' =:= element(1, Message) andalso
		lists:member(element(3, Message),
			[fromTarget, toTarget, combined, indeterminate]);
xiri({'XIRIPayload', {4, 19, 19, 3, 1},
		{startOfInterceptionForActiveIMSSession, Start}}) ->
	['StartOfInterceptionForActiveIMSSession', From, {Choice, _} | _] =
		tuple_to_list(Start),
	From =/= [] andalso lists:member(Choice, [sIPURI, tELURI]);
xiri({'XIRIPayload', {4, 19, 19, 3, 1},
		{iMSHSSStartOfInterceptionWithRegisteredTarget, Start}}) ->
	{'IMSHSSStartOfInterceptionWithRegisteredTarget', Identities,
		asn1_NOVALUE, Status} = Start,
	Identities =/= [] andalso lists:all(fun known/1, Identities) andalso
		lists:member(Status, [initialRegistration, reregistration,
			unregisteredUser]);
xiri(_) ->
	false.

%% An entry that names nobody is none.
known({'HSSIdentities', EPS, IMS}) ->
	EPS =/= asn1_NOVALUE orelse IMS =/= asn1_NOVALUE.

eps({'iRI-Report-record', Parameters}) ->
	['IRI-Parameters', Domain, LIID, {utcTime, _}, _, Parties,
		_Network, Event | _] = tuple_to_list(Parameters),
	Domain =:= {0, 4, 0, 2, 2, 4, 8, 16, 1} andalso
		LIID =:= <<"LIIDNotPresent">> andalso
		length(Parties) >= 1 andalso length(Parties) =< 10 andalso
		lists:member(Event, [servingSystem, subscriberRecordChange,
			registrationTermination, locationInformationRequest]);
eps(_) ->
	false.
