#!/usr/bin/env escript
%% SPDX-License-Identifier: BSD-3-Clause
%%
%% oracle_erlang.escript - decode and re-encode the payload of each X2 PDU, and
%% each PS-PDU with what is in it.
%%
%% usage: escript oracle_erlang.escript DIR FILE [PUBLISHED RELEASE]
%%        DIR has the compiled modules, FILE the PDUs one after the other.
%%        PUBLISHED has the compiled modules of the standards, of which that of
%%        TS 33.128 is of RELEASE: they judge what ours has found good.
%%
%% Nothing here is shared with lib/encode: the framing is read anew, too.

-mode(compile).

main([Dir, File, Published, Release]) ->
	true = code:add_patha(Published),
	put(release, list_to_integer(Release)),
	main([Dir, File]);
main([Dir, File]) ->
	true = code:add_patha(Dir),
	{ok, Stream} = file:read_file(File),
	{Good, Bad, None} = pdus(Stream, 0, {0, 0, 0}),
	io:format("oracle_erlang: ~b payloads re-encoded octet for octet, "
		"~b not, ~b PDUs without a payload~n", [Good, Bad, None]),
	[io:format("oracle_erlang: published modules were asked ~b times; ~b "
		"payloads are of another release~n",
		[counted(judged), counted(other)])
		|| get(release) =/= undefined],
	halt(if Bad =:= 0, Good > 0 -> 0; true -> 1 end).

pdus(<<>>, _, Counts) ->
	Counts;
pdus(<<0, _, _:16, Header:32, Length:32, Format:16, _/binary>> = Stream, At,
		Counts) when Header >= 40, byte_size(Stream) >= Header + Length ->
	<<_:Header/binary, Payload:Length/binary, Rest/binary>> = Stream,
	pdus(Rest, At + Header + Length,
		count(payload(Format, Payload), At, Counts));
pdus(<<16#30, _/binary>> = Stream, At, Counts) ->
	Size = whole(Stream),
	<<Whole:Size/binary, Rest/binary>> = Stream,
	pdus(Rest, At + Size, count(hi2(Whole), At, Counts));
pdus(_, At, {Good, Bad, None}) ->
	io:format("no PDU at offset ~b~n", [At]),
	{Good, Bad + 1, None}.

%% Octets of the TLV that a stream begins with.
whole(<<16#30, 0:1, Length:7, _/binary>>) ->
	2 + Length;
whole(<<16#30, 1:1, Count:7, Rest/binary>>) when Count > 0 ->
	<<Length:Count/unit:8, _/binary>> = Rest,
	2 + Count + Length.

hi2(Whole) ->
	same('TS102232Subset', 'PS-PDU', Whole, fun psp/1).

psp({'PS-PDU', Header, {iRIPayloadSequence, Records}}) ->
	psp_header(Header) andalso length(Records) =:= 1 andalso
		lists:all(fun record/1, Records);
psp({'PS-PDU', Header, {tRIPayload, _}}) ->
	psp_header(Header);
psp({'PS-PDU', Header, {hI4Payload, Notices}}) ->
	psp_header(Header) andalso length(Notices) =:= 1.

%% Version 43, and when it was intercepted.
psp_header(Header) ->
	['PSHeader', Domain, LIID, _, _, _, asn1_NOVALUE, asn1_NOVALUE,
		{'MicroSecondTimeStamp', _, _}, timeOfInterception | _] =
		tuple_to_list(Header),
	Domain =:= {0, 4, 0, 2, 2, 5, 1, 43} andalso
		(liid(LIID) orelse LIID =:= <<"-">>).

%% Those of the samples and of deliver_hi2.
liid(LIID) ->
	lists:member(LIID, [<<"LIID-TEST-1">>, <<"LIID-HI2">>]).

record({'PSIRIPayload', Type, asn1_NOVALUE, Contents, _, _, _, _}) ->
	lists:member(Type, ['iRI-Begin', 'iRI-Continue', 'iRI-End',
		'iRI-Report']) andalso contents(Contents).

contents({threeGPP33128DefinedIRI, Octets}) ->
	same('TS33128Subset', 'XIRIPayload', Octets, fun iri/1) =:= same;
contents({iPMMIRI, {'IPMMIRI', {5, 5, 17, 1}, {Choice, _}}}) ->
	lists:member(Choice, [sIPMessage, iRIOnlySIPMessage]);
contents({ePSIRI, {epsIRIsContent, {'iRI-Report-record', Parameters}}}) ->
	liid(element(3, Parameters)).

%% As in X2, of one of two releases, and with whom it is about.
iri({'XIRIPayload', {4, 19, 17, 15, 3}, {iMSMessage, Message}, Targets}) ->
	{encapsulatedSIPMessage, _} = element(2, Message),
	is_list(Targets);
iri({'XIRIPayload', {4, 19, 17, 15, 3}, Event, Targets}) ->
	startOfInterceptionForActiveIMSSession =:= element(1, Event) andalso
		is_list(Targets);
iri({'XIRIPayload', {4, 19, 19, 3, 3}, Event, Targets}) ->
	is_list(Targets) andalso
		xiri({'XIRIPayload', {4, 19, 19, 3, 1}, Event, asn1_NOVALUE}).

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
	case judge(Module, Type, Payload, Sound) of
		same -> published(get(release), Module, Payload);
		Other -> Other
	end.

counted(What) ->
	case get(What) of undefined -> 0; N -> N end.

count_one(What) ->
	put(What, counted(What) + 1).

%% What the module of a standard says, when it was given.
published(undefined, _, _) ->
	same;
published(Release, 'TS33128Subset', Payload) ->
	{At, 4} = binary:match(Payload, <<16#81, 5, 4, 19>>),
	<<_:At/binary, _:4/binary, Of, _Version, Kind, _/binary>> = Payload,
	case Of of
		Release -> by('TS33128Payloads', kind(Kind), Payload);
		_ -> count_one(other), same
	end;
published(_, 'EpsHI2Subset', Payload) ->
	by('EpsHI2Operations', 'EpsIRIContent', Payload);
published(_, 'TS102232Subset', Payload) ->
	by('LI-PS-PDU', 'PS-PDU', Payload).

%% TS 33.128 cl. 5.3.2, 5.5.2
kind(1) -> 'XIRIPayload';
kind(3) -> 'IRIPayload'.

by(Module, Type, Payload) ->
	count_one(judged),
	judge(Module, Type, Payload, fun(_) -> true end).

judge(Module, Type, Payload, Sound) ->
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
xiri({'XIRIPayload', {4, 19, 19, 3, 1}, {iMSMessage, Message}, asn1_NOVALUE}) ->
	'IMSMessage' =:= element(1, Message) andalso
		lists:member(element(3, Message),
			[fromTarget, toTarget, combined, indeterminate]);
xiri({'XIRIPayload', {4, 19, 19, 3, 1},
		{startOfInterceptionForActiveIMSSession, Start}, asn1_NOVALUE}) ->
	['StartOfInterceptionForActiveIMSSession', From, {Choice, _} | _] =
		tuple_to_list(Start),
	From =/= [] andalso lists:member(Choice, [sIPURI, tELURI]);
xiri({'XIRIPayload', {4, 19, 19, 3, 1},
		{iMSHSSStartOfInterceptionWithRegisteredTarget, Start},
		asn1_NOVALUE}) ->
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
		_Network, Event, _, _, _, Keys, Failure | _] =
		tuple_to_list(Parameters),
	Domain =:= {0, 4, 0, 2, 2, 4, 8, 16, 1} andalso
		LIID =:= <<"LIIDNotPresent">> andalso
		length(Parties) >= 1 andalso length(Parties) =< 10 andalso
		told(Event, Keys, Failure);
eps(_) ->
	false.

%% TS 33.107 cl. 7A.7.2: keys, or that there are none; and nowhere else.
told(decryptionKeysAvailable, asn1_NOVALUE, Failure) ->
	Failure =:= genericFailure;
told(decryptionKeysAvailable, Keys, Failure) ->
	Keys =/= [] andalso lists:all(fun key/1, Keys) andalso
		lists:member(Failure, [asn1_NOVALUE, genericFailure]);
told(Event, asn1_NOVALUE, asn1_NOVALUE) ->
	lists:member(Event, [servingSystem, subscriberRecordChange,
		registrationTermination, locationInformationRequest]);
told(_, _, _) ->
	false.

key({'CCKeyInfo', Session, Key, Salt}) ->
	Session =/= <<>> andalso Key =/= <<>> andalso Salt =/= <<>>.
