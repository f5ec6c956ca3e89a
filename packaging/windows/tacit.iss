; Tacit for Windows: an installer for one person, without rights of an administrator.
;
;   .venv\Scripts\python packaging\build.py --only bundle
;   iscc /DVersion=0.1.0 packaging\windows\tacit.iss
;
; The starter weights are taken along where build\weights exists (`build.py --weights` stages them).
; Never run so far: see docs/installing.md.

#ifndef Version
  #define Version "0.0.0"
#endif

[Setup]
AppId={{6B0F9C0E-7D3A-4F0B-9D8C-2E1B5B7F4A10}
AppName=Tacit
AppVersion={#Version}
AppPublisher=Tacit
DefaultDirName={autopf}\Tacit
DefaultGroupName=Tacit
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=tacit-{#Version}-windows
Compression=lzma2/max
SolidCompression=yes
LicenseFile=..\..\LICENSE
UninstallDisplayIcon={app}\tacit.exe
CloseApplications=yes
WizardStyle=modern

[Files]
Source: "..\..\build\bundle\tacit\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "..\..\build\weights\*"; DestDir: "{app}\weights"; Flags: recursesubdirs ignoreversion skipifsourcedoesntexist nocompression

[Icons]
Name: "{group}\Tacit"; Filename: "{app}\tacit.exe"
Name: "{autodesktop}\Tacit"; Filename: "{app}\tacit.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "A shortcut on the desktop"; Flags: unchecked

[Run]
Filename: "{app}\tacit.exe"; Description: "Open Tacit"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usPostUninstall then
  begin
    RegDeleteValue(HKEY_CURRENT_USER, 'Software\Microsoft\Windows\CurrentVersion\Run', 'Tacit');
    if DirExists(ExpandConstant('{localappdata}\tacit\data')) then
      if MsgBox('Your vault was kept. Without Tacit it stays sealed and can be used again later.'
          + #13#10#13#10 + 'Erase it, too, with everything Tacit remembers?',
          mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
        DelTree(ExpandConstant('{localappdata}\tacit'), True, True, True);
  end;
end;
